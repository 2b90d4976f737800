package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.virtualservice.GatewayRuleFindings;
import io.meshtwin.twin.resolve.virtualservice.MeshView;
import io.meshtwin.twin.resolve.virtualservice.MeshVirtualServices;
import io.meshtwin.twin.resolve.virtualservice.RoutePolicies;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Origin;
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
    MeshView view = views.apply(proxy);
    List<Caveat> others = bound(gateway, view);
    var routes = new RoutePolicies(rules.destinations(), view, INTERNAL_ERROR);
    return found.stream()
        .map(listener -> others.isEmpty() ? routes.of(listener) : unknown(listener, others))
        .toList();
  }

  /**
   * VirtualServices that are bound to what istiod makes of a listener ({@code
   * InternalGatewayName}): their rules act beside those of routes.
   */
  private List<Caveat> bound(ResolvedGateway gateway, MeshView view) {
    ResourceKey key = gateway.gateway().key();
    return gateway.listeners().stream()
        .map(at -> key.qualifiedName() + "~" + GatewayRuleFindings.INTERNAL + "~" + at.name())
        .flatMap(name -> rules.forGateway(view, name).stream())
        .map(other ->
            Caveats.notModelled(
                "VirtualService "
                    + other.namespace()
                    + "/"
                    + other.name()
                    + ", bound to what istiod makes of "
                    + key
                    + ",",
                new Origin(key, "", null)))
        .distinct()
        .toList();
  }

  private static Listener unknown(Listener listener, List<Caveat> caveats) {
    return new Listener(
        listener.name(), listener.binding(), new Handler.Unmodelled(caveats), listener.origin());
  }
}
