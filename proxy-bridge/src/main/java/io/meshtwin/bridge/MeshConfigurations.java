package io.meshtwin.bridge;

import io.meshtwin.bridge.cache.Configuration;
import io.meshtwin.bridge.xds.OwnDestinations;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.bridge.xds.ProxyResources;
import io.meshtwin.bridge.xds.ProxyRouting;
import io.meshtwin.bridge.xds.Translation;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.ServerSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What every proxy of one resolved mesh is to run, worked out where it is asked and kept. */
final class MeshConfigurations {

  private final ResolvedMesh mesh;
  private final String cluster;
  private final Surroundings surroundings;
  private final Map<List<Object>, Entry> entries = new ConcurrentHashMap<>();

  private record Entry(Configuration configuration, List<Caveat> unmodelled) {}

  MeshConfigurations(ResolvedMesh mesh, String cluster, Surroundings surroundings) {
    this.mesh = mesh;
    this.cluster = cluster;
    this.surroundings = surroundings;
  }

  /** The mesh that proxies run. */
  ResolvedMesh mesh() {
    return mesh;
  }

  /** What a proxy is to run; empty when the mesh has no such workload or Gateway. */
  Optional<Configuration> of(ProxyId proxy) {
    return entry(proxy).map(Entry::configuration);
  }

  /** What of it is not modelled and therefore fails closed. */
  List<Caveat> unmodelled(ProxyId proxy) {
    return entry(proxy).map(Entry::unmodelled).orElse(List.of());
  }

  private Optional<Entry> entry(ProxyId proxy) {
    return switch (proxy.role()) {
      case SIDECAR -> {
        Workload workload = mesh.workload(cluster, proxy.qualifiedName());
        yield workload == null ? Optional.empty() : Optional.of(sidecar(proxy, workload));
      }
      case GATEWAY -> {
        ResourceKey gateway = mesh.gatewayNamed(cluster, proxy.namespace(), proxy.name());
        yield gateway == null
            ? Optional.empty()
            : Optional.of(
                entries.computeIfAbsent(
                    List.of(proxy),
                    _ ->
                        translate(
                            proxy,
                            new ProxyRouting(mesh.gateway(gateway), null, own(scope(gateway))))));
      }
    };
  }

  /**
   * Sidecars that routing does not tell apart run the same, unless they are reached differently.
   */
  private Entry sidecar(ProxyId proxy, Workload workload) {
    ClientScope scope = mesh.scope(workload);
    ServerSide server = mesh.server(workload);
    List<Object> key = new ArrayList<>();
    key.add(scope);
    if (server != null) {
      key.add(server.anonymous());
    }
    if (surroundings.addresses().differByProxy()) {
      key.add(proxy);
    }
    return entries.computeIfAbsent(
        List.copyOf(key),
        _ -> translate(proxy, new ProxyRouting(mesh.sidecar(scope), server, own(scope))));
  }

  private OwnDestinations own(ClientScope scope) {
    return port -> mesh.own(scope, port);
  }

  /** A gateway's proxies know what clients of its namespace do. */
  private static ClientScope scope(ResourceKey gateway) {
    return new ClientScope(gateway.cluster(), gateway.namespace());
  }

  private Entry translate(ProxyId proxy, ProxyRouting routing) {
    ProxyResources resources =
        Translation.of(
            proxy, routing, mesh::cluster, surroundings.addresses(), surroundings.secrets());
    return new Entry(surroundings.store().configuration(resources), resources.unmodelled());
  }
}
