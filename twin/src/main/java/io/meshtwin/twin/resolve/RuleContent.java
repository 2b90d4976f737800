package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.BackendRef;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.HttpFilter;
import io.meshtwin.twin.resource.HttpRule;
import io.meshtwin.twin.resource.Sending;
import java.util.List;
import java.util.stream.Stream;

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

  /** Everybody who gets requests or copies of them. */
  List<BackendRef> all() {
    return Stream.of(weighted(), mirrored()).flatMap(List::stream).toList();
  }

  /** Who gets copies of the rule's requests, or of a share of them. */
  List<BackendRef> mirrored() {
    return Stream.concat(
            filters.stream(), weighted().stream().flatMap(ref -> ref.filters().stream()))
        .filter(HttpFilter.Mirror.class::isInstance)
        .map(filter -> ((HttpFilter.Mirror) filter).backend())
        .toList();
  }
}
