package io.meshtwin.simulator.finding;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where rules act: the listeners of every client's proxy and of every Gateway. */
final class MeshPlaces {
  private final List<Listener> sidecars = new ArrayList<>();
  private final Map<ResourceKey, List<Listener>> gateways = new LinkedHashMap<>();

  MeshPlaces(ResolvedMesh mesh) {
    var scopes = new TreeSet<ClientScope>();
    mesh.workloads().forEach(workload -> scopes.add(mesh.scope(workload)));
    scopes.forEach(scope -> sidecars.addAll(mesh.sidecar(scope)));
    mesh.gateways().forEach(gateway -> gateways.put(gateway, mesh.gateway(gateway)));
  }

  /** What clients' proxies do. */
  List<Listener> sidecars() {
    return sidecars;
  }

  /** What a Gateway does; nothing where the mesh does not have it. */
  List<Listener> gateway(ResourceKey gateway) {
    return gateways.getOrDefault(gateway, List.of());
  }

  /** Every virtual host, of clients' proxies first. */
  Stream<VirtualHost> hosts() {
    return Stream.concat(sidecars.stream(), gateways.values().stream().flatMap(List::stream))
        .flatMap(MeshPlaces::hosts);
  }

  static Stream<VirtualHost> hosts(Listener listener) {
    return listener.chains().stream()
        .map(chain -> chain.handler())
        .filter(Handler.Http.class::isInstance)
        .flatMap(handler -> ((Handler.Http) handler).hosts().stream());
  }

  /** Whether something there is not modelled, so that nothing can be said of what does not act. */
  static boolean unmodelled(List<Listener> listeners) {
    return listeners.stream()
        .flatMap(listener -> listener.chains().stream())
        .anyMatch(chain -> chain.handler() instanceof Handler.Unmodelled);
  }

  /** The resources that rules of virtual hosts come from. */
  Set<ResourceKey> resources() {
    return hosts()
        .flatMap(host -> host.rules().stream())
        .map(rule -> rule.origin().resource())
        .collect(Collectors.toSet());
  }
}
