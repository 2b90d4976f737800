package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.sidecar.ClientListeners;
import io.meshtwin.twin.resolve.sidecar.HostEndpoints;
import io.meshtwin.twin.resolve.sidecar.HostRules;
import io.meshtwin.twin.resolve.sidecar.MeshService;
import io.meshtwin.twin.resolve.sidecar.Registry;
import io.meshtwin.twin.resolve.sidecar.Seen;
import io.meshtwin.twin.resolve.sidecar.SidecarMesh;
import io.meshtwin.twin.resolve.sidecar.SidecarScope;
import io.meshtwin.twin.resolve.virtualservice.MeshView;
import io.meshtwin.twin.resolve.virtualservice.PodPlaces;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.Subset;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What clients' sidecars do where istiod configures them. */
final class OutboundSide {
  private final MeshImage image;
  private final HostRules rules;
  private final HostEndpoints endpoints;
  private final Caveats caveats;
  private final ClientsApart apart;
  private final MeshTables tables;
  private final MeshConfigs configs;
  private final HostAddresses addresses;
  private final PodPlaces places;
  private final Map<ControlPlane, SidecarMesh> meshes = new ConcurrentHashMap<>();

  private record ControlPlane(String cluster, Origin config) {}

  OutboundSide(
      MeshImage image,
      HostRules rules,
      HostEndpoints endpoints,
      Caveats caveats,
      ClientsApart apart,
      MeshTables tables) {
    this.image = image;
    this.places = new PodPlaces(image);
    this.apart = apart;
    this.tables = tables;
    this.rules = rules;
    this.endpoints = endpoints;
    this.caveats = caveats;
    this.configs = new MeshConfigs(image);
    this.addresses = new HostAddresses(image, endpoints);
  }

  /** What a client's control plane configures. */
  SidecarMesh mesh(ClientScope client) {
    MeshConfigs.Settings settings = configs.of(client);
    return meshes.computeIfAbsent(
        new ControlPlane(client.cluster(), settings.origin()),
        _ ->
            new SidecarMesh(
                image,
                tables.registry(settings.config(), client.cluster()),
                settings.config(),
                settings.origin(),
                rules,
                endpoints,
                sidecar -> unknown(settings, sidecar)));
  }

  private List<Caveat> unknown(MeshConfigs.Settings settings, @Nullable ResourceKey sidecar) {
    var result = new ArrayList<>(settings.unmodelled());
    if (sidecar != null) {
      Caveats.refused(image, sidecar).forEach(result::add);
    }
    return result;
  }

  /** What the proxies of a Gateway see. */
  MeshView atGateway(ClientScope proxy) {
    SidecarScope scope = mesh(proxy).atGateway(proxy.namespace());
    var view = new HostRules.View(proxy, scope, scope.listeners().getFirst());
    return new GatewayView(new SidecarView(view, endpoints));
  }

  /** What a client's proxy listens on. */
  ClientListeners listeners(ClientScope client) {
    return mesh(client).listeners(client);
  }

  /** What takes a client's connection. */
  Interception of(ClientScope client, String host, int port) {
    MeshConfigs.Settings settings = configs.of(client);
    if (isHttpProxy(settings, host, port)) {
      String what = "proxyHttpPort in " + settings.origin().resource();
      return new Interception.AsDialed(List.of(Caveats.notModelled(what, settings.origin())));
    }
    SidecarMesh mesh = mesh(client);
    String address = addresses.of(client, mesh.registry(), host);
    return new Interception.ToListener(mesh.listeners(client).at(address, port), address);
  }

  /** The sidecar's own proxy for clients that are set to use one. */
  private static boolean isHttpProxy(MeshConfigs.Settings settings, String host, int port) {
    boolean own = host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    return own && settings.config().body().path("proxyHttpPort").asInt() == port;
  }

  /** What a client meets at a host's port under the host's own name, whether it is there or not. */
  Listener outbound(ClientScope client, ServicePort port) {
    SidecarMesh mesh = mesh(client);
    String host = Seen.host(port);
    MeshService service = mesh.registry().named(host, port.service().namespace());
    if (service == null || service.port(port.port()) == null) {
      String address = addresses.of(client, mesh.registry(), host);
      return mesh.listeners(client).seenFor(port, host, address);
    }
    String address = addresses.of(client, mesh.registry(), service);
    return mesh.listeners(client).seenFor(service, address, port.port());
  }

  /**
   * Namespaces whose clients meet something of their own at a port; null where each client has to
   * be asked for.
   */
  @Nullable Set<String> apart(ServicePort port) {
    return apart.at(registry(port.service().cluster()).seenByAll(), Seen.host(port), port.port());
  }

  /** Where a client's proxy itself sends to a host's port; null for nowhere that is known. */
  @Nullable Destination own(ClientScope client, ServicePort port) {
    return mesh(client).own(client, Seen.host(port), port.port());
  }

  /** Ports of hosts that are no Kubernetes Service. */
  Stream<ServicePort> hosts(String cluster) {
    return registry(cluster).all().stream()
        .filter(service -> !service.kubernetes())
        .flatMap(service -> service.ports().stream().map(port -> service.at(port.number())));
  }

  /** Hosts at ports where no service has them, and every other host. */
  Stream<ServicePort> unregistered(String cluster) {
    return new UnregisteredHosts(cluster, registry(cluster), image).all();
  }

  /** The endpoints behind a host's port; null where nobody has it. */
  @Nullable Cluster cluster(ServicePort port, @Nullable Subset subset) {
    MeshService service =
        registry(port.service().cluster())
            .named(Seen.host(port), port.service().namespace(), port.port());
    MeshService.Port found = service == null ? null : service.port(port.port());
    if (service == null || found == null) {
      return null;
    }
    Service kubernetes = image.get(port.service(), Service.class);
    List<Endpoint> behind = endpoints.of(service, port.port(), subset);
    List<Caveat> unmodelled =
        new ArrayList<>(
            kubernetes == null ? caveats.arrival(port.service()) : caveats.arrival(kubernetes));
    if (!behind.isEmpty() && behind.stream().allMatch(Endpoint::unplaced)) {
      unmodelled.add(unplaced(port));
    }
    if (subset != null && places.unknown(subset.labels().keySet(), port.service())) {
      unmodelled.add(
          Caveats.notModelled(
              "where the endpoints of " + port + " are, by which a subset chooses,",
              new Origin(port.service(), "", null)));
    }
    return new Cluster(port, Protocols.of(found.protocol()), behind, unmodelled);
  }

  /**
   * Without a gateway of their network istiod hands such endpoints on as they are, and Envoy
   * refuses the whole assignment: what it had before stands ({@code EndpointsByNetworkFilter},
   * {@code SocketAddress.address}).
   */
  private static Caveat unplaced(ServicePort port) {
    return Caveats.notModelled(
        "an endpoint of " + port + " that has no address", new Origin(port.service(), "", null));
  }

  private Registry registry(String cluster) {
    return mesh(new ClientScope(cluster, "")).registry();
  }
}
