package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.BackendRef;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.HttpFilter;
import io.meshtwin.twin.resource.HttpRule;
import io.meshtwin.twin.resource.Sending;
import java.util.List;

/** What a rule does, of an HTTPRoute or a GRPCRoute alike. */
record RuleContent(
    List<HttpFilter> filters, List<BackendRef> backends, Sending sending, String field) {
  static RuleContent of(HttpRule rule) {
    return new RuleContent(rule.filters(), rule.backends(), rule.sending(), rule.field());
  }

  static RuleContent of(GrpcRoute.Rule rule) {
    return new RuleContent(rule.filters(), rule.backends(), rule.sending(), rule.field());
  }

  /** The backends that get a share. */
  List<BackendRef> weighted() {
    return backends.stream().filter(ref -> ref.weight() > 0).toList();
  }
}
