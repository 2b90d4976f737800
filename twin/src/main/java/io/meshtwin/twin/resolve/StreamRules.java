package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.StreamRoute;
import io.meshtwin.twin.routing.Changes;
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
   * The destinations of a route, of which the schema allows one rule.
   *
   * @param inMesh whether the place is a Service
   * @return empty where no backend has weight
   */
  List<WeightedDestination> of(StreamRoute route, boolean inMesh) {
    return route.rules().stream()
        .limit(1)
        .flatMap(rule -> rule.backends().stream())
        .filter(ref -> ref.weight() > 0)
        .map(ref -> backends.of(route, ref, Changes.NONE, inMesh))
        .toList();
  }
}
