package io.meshtwin.simulator.finding;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.PortView;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where rules act: what clients' proxies do, and Gateways; all of the mesh, or some of it. */
final class MeshPlaces {
  private final ResolvedMesh mesh;

  /** Clients with a sidecar, sorted; null until somebody asks. */
  private @Nullable List<ClientScope> clients;

  private final Set<Listener> sidecars = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<ResourceKey, List<Listener>> gateways = new LinkedHashMap<>();
  private final Map<ResourceKey, List<Listener>> services = new HashMap<>();

  private MeshPlaces(ResolvedMesh mesh) {
    this.mesh = mesh;
  }

  /** All of them. */
  static MeshPlaces all(ResolvedMesh mesh) {
    var places = new MeshPlaces(mesh);
    mesh.image().all(Service.class).forEach(service -> places.add(service.key()));
    if (mesh.dialect().mesh().sidecars()) {
      mesh.destinations().stream()
          .filter(ServicePort::isHost)
          .forEach(port -> places.met(port, false).forEach(places.sidecars::add));
    }
    mesh.gateways().forEach(gateway -> places.gateways.put(gateway, mesh.gateway(gateway)));
    return places;
  }

  /** Some Services and Gateways. */
  static MeshPlaces some(ResolvedMesh mesh, Set<ResourceKey> keys) {
    var places = new MeshPlaces(mesh);
    for (ResourceKey key : keys) {
      places.add(key);
      List<Listener> listeners = mesh.gateway(key);
      if (!listeners.isEmpty()) {
        places.gateways.put(key, listeners);
      }
    }
    return places;
  }

  private void add(ResourceKey service) {
    sidecars.addAll(service(service));
  }

  private List<ClientScope> clients() {
    List<ClientScope> known = clients;
    if (known == null) {
      known = mesh.clientScopes().stream().filter(ClientScope::meshed).toList();
      clients = known;
    }
    return known;
  }

  /** What clients' proxies do. */
  Collection<Listener> sidecars() {
    return sidecars;
  }

  /** What clients meet at the ports of a Service; nothing where nobody is there. */
  List<Listener> service(ResourceKey key) {
    return services.computeIfAbsent(key, this::met);
  }

  private List<Listener> met(ResourceKey key) {
    Service service = mesh.image().get(key, Service.class);
    if (service == null) {
      return List.of();
    }
    Set<Listener> result = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Service.Port port : service.ports()) {
      met(new ServicePort(key, port.port()), port.protocol().equals("UDP")).forEach(result::add);
    }
    return List.copyOf(result);
  }

  private Stream<Listener> met(ServicePort port, boolean datagrams) {
    PortView view = mesh.view(port, datagrams);
    return view.examples(clients()).stream().flatMap(client -> Stream.ofNullable(view.of(client)));
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
  static boolean unmodelled(Collection<Listener> listeners) {
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
