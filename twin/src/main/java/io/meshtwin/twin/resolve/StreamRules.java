package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.BackendRef;
import io.meshtwin.twin.resource.StreamRoute;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.WeightedDestination;
import java.util.List;

/**
 * What a TCPRoute, TLSRoute or UDPRoute does: its backends by weight. A share whose backend is not
 * valid fails; without any weight every connection does (TCPRouteRule.backendRefs).
 */
final class StreamRules {
  private final Backends backends;

  StreamRules(Backends backends) {
    this.backends = backends;
  }

  /**
   * What a route does, of which the schema allows one rule; without destinations where no backend
   * has weight.
   *
   * @param inMesh whether the place is a Service
   */
  Handler of(StreamRoute route, boolean inMesh) {
    List<BackendRef> weighted = weighted(route);
    List<Caveat> unread =
        weighted.stream().filter(backends::unread).map(r -> backends.caveat(route, r)).toList();
    if (!unread.isEmpty()) {
      return new Handler.Unmodelled(unread);
    }
    List<WeightedDestination> destinations =
        weighted.stream().map(r -> backends.of(route, r, Changes.NONE, inMesh)).toList();
    return route.key().kind().equals("UDPRoute")
        ? new Handler.Udp(destinations)
        : new Handler.Tcp(destinations);
  }

  private static List<BackendRef> weighted(StreamRoute route) {
    return route.rules().stream()
        .limit(1)
        .flatMap(rule -> rule.backends().stream())
        .filter(ref -> ref.weight() > 0)
        .toList();
  }
}
