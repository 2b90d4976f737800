package io.meshtwin.simulator.flow;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.network.NetworkPeer;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The listeners of a mesh, each compiled when it is first asked for. */
final class CompiledListeners {
  private final ResolvedMesh mesh;
  private final Effects effects;
  private final @Nullable CompiledListeners before;
  private final Map<Outbound, CompiledListener> outbound = new ConcurrentHashMap<>();
  private final Map<Proxied, CompiledListener> sidecars = new ConcurrentHashMap<>();
  private final Map<ResourceKey, List<CompiledListener>> gateways = new ConcurrentHashMap<>();
  private final Map<Served, List<CompiledListener>> served = new ConcurrentHashMap<>();

  /**
   * @param before those of a mesh with the same endpoints; null for none
   */
  CompiledListeners(ResolvedMesh mesh, Effects effects, @Nullable CompiledListeners before) {
    this.mesh = mesh;
    this.effects = effects;
    this.before = before;
  }

  private record Proxied(ClientScope client, String listener) {}

  /** Gateways with the very same listeners at the same place are served by the same proxies. */
  private record Served(List<Listener> listeners, NetworkPeer proxies) {
    @Override
    @SuppressWarnings("ReferenceEquality") // equal listeners may be other proxies'
    public boolean equals(@Nullable Object other) {
      return other instanceof Served that
          && listeners == that.listeners
          && proxies.equals(that.proxies);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(listeners);
    }
  }

  private record Outbound(ClientScope client, ServicePort port, boolean datagrams) {}

  /** What a client's sidecar does with a Service's port; null where the mesh has no such port. */
  @Nullable CompiledListener outbound(ClientScope client, ServicePort port, boolean datagrams) {
    var key = new Outbound(client, port, datagrams);
    CompiledListener known = outbound.get(key);
    if (known != null) {
      return known;
    }
    Listener listener = datagrams ? mesh.datagrams(client, port) : mesh.outbound(client, port);
    return listener == null
        ? null
        : outbound.computeIfAbsent(
            key, _ -> new CompiledListener(listener, effects.of(client), null));
  }

  /** What a Gateway does, by port: the very same list for Gateways that the same proxies serve. */
  List<CompiledListener> gateway(ResourceKey gateway) {
    List<CompiledListener> known = gateways.get(gateway);
    if (known != null) {
      return known;
    }
    var key = new Served(mesh.gateway(gateway), mesh.gatewayPeer(gateway));
    List<CompiledListener> compiled = served.computeIfAbsent(key, some -> compiled(some, gateway));
    gateways.put(gateway, compiled);
    return compiled;
  }

  private List<CompiledListener> compiled(Served served, ResourceKey gateway) {
    Effects there = effects.of(served.proxies());
    List<CompiledListener> known =
        before == null ? List.of() : before.gateways.getOrDefault(gateway, List.of());
    return served.listeners().stream()
        .map(listener -> new CompiledListener(listener, there, known(listener, known)))
        .toList();
  }

  private static @Nullable CompiledListener known(Listener listener, List<CompiledListener> all) {
    return all.stream()
        .filter(other -> other.listener().name().equals(listener.name()))
        .findFirst()
        .orElse(null);
  }

  /** A Service of the proxies that has the port says where it leads; otherwise it is their own. */
  @Nullable CompiledListener listening(ResourceKey gateway, int port, boolean datagrams) {
    CompiledListener own = null;
    for (CompiledListener listener : gateway(gateway)) {
      Listener found = listener.listener();
      if (found.datagrams() != datagrams) {
        continue;
      }
      if (found.binding() instanceof Listener.Binding.ToGateway to && to.dialed().contains(port)) {
        return listener;
      }
      own = found.binding().port() == port ? listener : own;
    }
    return own;
  }

  /** A listener of a client's sidecar; its name is unique there. */
  CompiledListener sidecar(ClientScope client, Listener listener) {
    var key = new Proxied(client, listener.name());
    CompiledListener known = sidecars.get(key);
    return known != null
        ? known
        : sidecars.computeIfAbsent(
            key, _ -> new CompiledListener(listener, effects.of(client), null));
  }
}
