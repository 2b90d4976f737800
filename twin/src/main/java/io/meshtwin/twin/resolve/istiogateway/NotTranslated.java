package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import java.util.List;

/** VirtualServices whose rules are not read: they have their hosts, and nobody knows what for. */
final class NotTranslated implements Translation {
  @Override
  public List<RouteRule> rules(VirtualService service, String gateway, int port) {
    Caveat caveat = caveat(service, "spec.http");
    return List.of(
        new RouteRule(
            "unread",
            RouteMatch.ANY,
            new RouteAction.Unmodelled(caveat),
            null,
            Precedence.ALONE,
            caveat.origin()));
  }

  @Override
  public List<RouteRule> lastResortsLast(List<RouteRule> rules) {
    return rules;
  }

  @Override
  public Handler connections(
      VirtualService service, List<VirtualRule.Target> targets, String field, int port) {
    return new Handler.Unmodelled(List.of(caveat(service, field)));
  }

  private static Caveat caveat(VirtualService service, String field) {
    return new Caveat(
        service.key() + " is not modelled",
        new Origin(service.key(), field, service.metadata().source(field)));
  }
}
