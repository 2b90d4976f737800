package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.virtualservice.MeshView;
import io.meshtwin.twin.resolve.virtualservice.MeshVirtualServices;
import io.meshtwin.twin.resolve.virtualservice.RoutePolicies;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.routing.Listener;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the proxies of the Gateway API's Gateways do.
 *
 * @param listeners what Gateways and routes say
 * @param policies what is set for proxies beside them
 * @param rules Istio's DestinationRules, in a dialect that has them
 * @param views what the proxies see there
 */
record ApiGateways(
    Dialect dialect,
    GatewayListeners listeners,
    GatewayPolicies policies,
    MeshVirtualServices rules,
    Function<ClientScope, MeshView> views) {
  private static final int INTERNAL_ERROR = 500;

  List<Listener> of(ResolvedGateway gateway) {
    return policies.of(gateway.gateway(), policed(gateway, listeners.of(gateway)));
  }

  /** DestinationRules are for Gateways' proxies too. */
  private List<Listener> policed(ResolvedGateway gateway, List<Listener> found) {
    if (!dialect.mesh().sidecars()) {
      return found;
    }
    ResourceKey key = gateway.gateway().key();
    var proxy =
        new ClientScope(key.cluster(), key.namespace())
            .with(Map.of(Gateway.NAME_LABEL, key.name()));
    var routes = new RoutePolicies(rules.destinations(), views.apply(proxy), INTERNAL_ERROR);
    return found.stream().map(routes::of).toList();
  }
}
