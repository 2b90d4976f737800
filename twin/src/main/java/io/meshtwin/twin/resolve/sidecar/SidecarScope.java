package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.routing.Origin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client's proxy knows of the mesh ({@code pilot/pkg/model/sidecar.go}).
 *
 * @param namespace the client's
 * @param sidecar the Sidecar that says so, null for none
 * @param listeners what its entries let it see, in their order
 * @param services every host that the proxy has clusters for, by name
 * @param outbound what becomes of traffic to what nobody knows
 */
public record SidecarScope(
    String namespace,
    @Nullable Sidecar sidecar,
    List<EgressListener> listeners,
    Map<String, MeshService> services,
    Outbound outbound) {
  public SidecarScope {
    listeners = List.copyOf(listeners);
    services = Map.copyOf(services);
  }

  /**
   * What becomes of traffic to what nobody knows.
   *
   * @param mode whether it leaves
   * @param proxy the host that it leaves through, null for none
   * @param origin who says so
   */
  public record Outbound(
      MeshConfig.Outbound mode, Sidecar.@Nullable OutboundPolicy proxy, Origin origin) {
    /** Whether it leaves. */
    boolean leaves() {
      return mode != MeshConfig.Outbound.REGISTRY_ONLY;
    }
  }

  /** The host as the proxy knows it, null where it has no cluster for it. */
  public @Nullable MeshService service(String host) {
    return services.get(host);
  }

  /** Whether the proxy has a cluster for a host's port. */
  public boolean hasCluster(String host, int port) {
    MeshService service = services.get(host);
    return service != null && service.port(port) != null;
  }

  /** The entry whose virtual hosts a port has ({@code GetEgressListenerForRDS}); null for none. */
  @Nullable EgressListener forRoutes(int port) {
    for (EgressListener listener : listeners) {
      Sidecar.Port own = listener.port();
      if (own == null || own.number() == port) {
        return listener;
      }
    }
    return null;
  }
}
