package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.istiogateway.IstioGateways;
import io.meshtwin.twin.resolve.network.NetworkPolicies;
import io.meshtwin.twin.resolve.security.MeshSecurity;
import io.meshtwin.twin.resolve.security.SecuritySettings;
import io.meshtwin.twin.resolve.virtualservice.DeclaredTls;
import io.meshtwin.twin.resolve.virtualservice.MeshVirtualServices;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.ProxyConfig;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.WorkloadTemplate;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ObservedProxy;
import io.meshtwin.twin.routing.ServerSide;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.Subset;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the proxies of a mesh do. Resolved where it is asked, once: making one costs nothing, and
 * every answer is kept.
 */
public final class ResolvedMesh {
  private final MeshImage image;
  private final Dialect dialect;
  private final Workloads workloads;
  private final ClientScopes scopes;
  private final Dialing dialing;
  private final OutboundSide sidecars;
  private final Endpoints endpoints;
  private final Caveats caveats;
  private final NetworkPolicies network;
  private final ServiceListeners serviceListeners;
  private final Standing standing;
  private final GatewayAttachments attachments;
  private final GatewaySide gateways;
  private final @Nullable MeshSecurity security;
  private final ClientSide clients;
  private final @Nullable InboundSide servers;
  private volatile @Nullable Set<ClientScope> clientScopes;
  private final @Nullable ObservedSide observed;
  private final Lazy<List<ServicePort>> destinations = new Lazy<>(this::findDestinations);
  private final Map<Behind, Cluster> clusters = new ConcurrentHashMap<>();

  private record Behind(ServicePort port, @Nullable Subset subset) {}

  private ResolvedMesh(
      MeshImage image,
      Dialect dialect,
      @Nullable ResolvedMesh base,
      @Nullable ObservedProxy running) {
    this.image = image;
    this.dialect = dialect;
    Kept kept = new Kept(base, image);
    MeshConfig settings = MeshSettings.of(image);
    workloads = kept.workloads();
    var rewriters = new Rewriters(image, workloads, settings.rootNamespace());
    scopes = new ClientScopes(image, dialect, rewriters.labels());
    clientScopes = kept.clientScopes(scopes);
    endpoints = new Endpoints(image, workloads);
    caveats = new Caveats(image, dialect, rewriters);
    security =
        dialect.mesh().sidecars() ? new MeshSecurity(image, SecuritySettings.of(settings)) : null;
    servers = security == null ? null : new InboundSide(image, scopes, security);
    network = new NetworkPolicies(image, new NamespaceLabels(image)::of, workloads::named);
    attachments = new GatewayAttachments(image, dialect);
    var backends = new Backends(image, dialect);
    var rules = new HttpRules(backends, dialect);
    var streams = new StreamRules(backends);
    var virtualServices = new MeshVirtualServices(image, settings, new DeclaredTls(image));
    serviceListeners =
        new ServiceListeners(
            dialect,
            new ServiceRoutes(image, dialect),
            rules,
            streams,
            new ServiceCaveats(image, dialect, caveats));
    standing =
        new Standing(
            image,
            dialect,
            attachments,
            new ServiceAttachments(image, serviceListeners.routes()),
            backends);
    var hosts = new IstioEndpoints(image, endpoints, workloads);
    var hostRules = new IstioHostRules(image, serviceListeners, rules, hosts, virtualServices);
    sidecars =
        new OutboundSide(
            image,
            security == null
                ? hostRules
                : new SecuredRules(hostRules, new ClientSecurity(security)),
            hosts,
            caveats);
    clients = new ClientSide(image, dialect, caveats, serviceListeners, sidecars, security);
    dialing = new Dialing(image, dialect, workloads, caveats, sidecars);
    var gatewayListeners = new GatewayListeners(image, dialect, caveats, rules);
    var gatewayPolicies = new GatewayPolicies(image, workloads, caveats, settings, security);
    gateways =
        new GatewaySide(
            image,
            dialect,
            attachments,
            new ApiGateways(image, dialect, gatewayListeners, gatewayPolicies, virtualServices),
            new Lazy<>(() ->
                IstioGateways.of(
                    image,
                    workloads.all(),
                    settings,
                    virtualServices,
                    client -> new KubernetesView(image, client),
                    gatewayPolicies)),
            security);
    observed = running == null ? null : new ObservedSide(running, this);
  }

  /** What was worked out for a mesh and holds for another, because both read the same. */
  private record Kept(@Nullable ResolvedMesh base, MeshImage image) {
    Workloads workloads() {
      return base != null
              && image.shares(Pod.class, base.image)
              && image.shares(WorkloadTemplate.class, base.image)
          ? base.workloads
          : new Workloads(image);
    }

    @Nullable Set<ClientScope> clientScopes(ClientScopes scopes) {
      return base != null
              && workloads() == base.workloads
              && image.shares(Namespace.class, base.image)
              && image.shares(ProxyConfig.class, base.image)
              && scopes.reads(base.scopes)
          ? base.clientScopes()
          : null;
    }
  }

  /** The mesh of an image, read in a dialect. */
  public static ResolvedMesh of(MeshImage image, Dialect dialect) {
    return new ResolvedMesh(image, dialect, null, null);
  }

  /**
   * The same mesh, one of whose proxies runs what was read from it. A sidecar's configuration
   * stands for all clients of its scope: nothing in the mesh tells them apart.
   */
  public ResolvedMesh running(ObservedProxy proxy) {
    return new ResolvedMesh(image, dialect, this, proxy);
  }

  /** The same mesh, all of whose proxies run what it says. */
  public ResolvedMesh asWritten() {
    return observed == null ? this : new ResolvedMesh(image, dialect, this, null);
  }

  /** The proxy whose own configuration stands in place of what is resolved; null for none. */
  public @Nullable ObservedProxy observed() {
    return observed == null ? null : observed.proxy();
  }

  /** The mesh of another image, best a fork of this one's: what both share is not read again. */
  public ResolvedMesh fork(MeshImage other) {
    return new ResolvedMesh(other, dialect, this, null);
  }

  /** Whether clients fall into the same scopes as in another mesh, where they are the same. */
  public boolean groupsClientsAs(ResolvedMesh other) {
    return scopes.reads(other.scopes);
  }

  /**
   * Whether clients may be told apart by more than routes of their own namespace, so that what a
   * scope of clients meets is not known before it is asked.
   */
  public boolean tellsClientsApart() {
    return dialect.mesh().sidecars() || !network.isEmpty() || caveats.dependOnClients();
  }

  /** The image that this resolves. */
  public MeshImage image() {
    return image;
  }

  /** The dialect in which the image is read. */
  public Dialect dialect() {
    return dialect;
  }

  /**
   * The outbound listeners of a client's sidecar, sorted: in Istio as istiod configures them, with
   * the one for everything that no other takes; otherwise one for every Service port, connections
   * before datagrams. A client without a sidecar has none.
   */
  public List<Listener> sidecar(ClientScope client) {
    if (!client.meshed()) {
      return List.of();
    }
    if (observed != null && observed.isOf(client)) {
      return observed.proxy().listeners();
    }
    return clients.sidecar(client, servicePorts(client.cluster()));
  }

  /**
   * What a client meets at a port of a Service or of another host, under its own name; null where
   * nobody has such a port. The virtual hosts are only those that the name means.
   */
  public @Nullable Listener outbound(ClientScope client, ServicePort port) {
    return observed != null && observed.isOf(client)
        ? observed.outbound(client, port)
        : expected(client, port);
  }

  /**
   * Where a client's proxy itself sends to a port of a Service or of another host, as to an
   * external authorizer: to its own cluster for it, whatever routes say. Null where it has none,
   * where that is not modelled, or where proxies ask nobody (dialect {@code spec}).
   */
  public @Nullable Destination own(ClientScope client, ServicePort port) {
    return dialect.mesh().sidecars() ? sidecars.own(client, port) : null;
  }

  /** The same without regard to what a proxy was seen to run. */
  @Nullable Listener expected(ClientScope client, ServicePort port) {
    return clients.connections(client, port);
  }

  /** What clients meet at a port: {@link #outbound}, or {@link #datagrams}, for many of them. */
  public PortView view(ServicePort port, boolean datagrams) {
    Function<ClientScope, @Nullable Listener> listeners =
        client -> datagrams ? datagrams(client, port) : outbound(client, port);
    boolean each = observed != null || dialect.mesh().sidecars();
    return new PortView(listeners, each ? null : clients.apart(port, datagrams));
  }

  /**
   * The listeners of a Gateway by port, of the Gateway API or, in the dialect {@code istio}, of
   * Istio's own; empty where the mesh does not have it.
   */
  public List<Listener> gateway(ResourceKey gateway) {
    return observed != null && observed.isOf(gateway)
        ? observed.gateway(gateways.listeners(gateway))
        : gateways.listeners(gateway);
  }

  /**
   * What a workload's own proxy does with connections to one of its ports; null where it has no
   * proxy, or where proxies have no say in that (dialect {@code spec}).
   */
  public @Nullable Inbound inbound(Workload workload, int port) {
    return servers == null ? null : servers.of(workload, port);
  }

  /** All that comes to a workload, as {@link #inbound} says it by port; null where that is null. */
  public @Nullable ServerSide server(Workload workload) {
    return servers == null ? null : servers.server(workload);
  }

  /**
   * The identity that a workload shows in mutual TLS, as in {@code
   * spiffe://cluster.local/ns/shop/sa/cart}; null where proxies show none.
   */
  public @Nullable String identity(String namespace, String serviceAccount) {
    return servers == null ? null : servers.identity(namespace, serviceAccount);
  }

  /** A Gateway with everything that attaches to it; null where the mesh does not have it. */
  public @Nullable ResolvedGateway attached(ResourceKey gateway) {
    Gateway found = image.get(gateway, Gateway.class);
    return found == null ? null : attachments.of(found);
  }

  /** The Gateway that a reference means, itself or through a ListenerSet; null for none. */
  public @Nullable ResolvedGateway parent(ParentRef ref) {
    return attachments.parent(ref);
  }

  /** How routes, policies and references stand. */
  public Standing standing() {
    return standing;
  }

  /**
   * The endpoints behind a Service's port.
   *
   * @throws IllegalArgumentException when the mesh has no such Service or port: destinations that
   *     do not exist are never {@code ToService}
   */
  public Cluster cluster(ServicePort port) {
    return cluster(port, null);
  }

  /**
   * The endpoints behind a Service's port that belong to a subset; null for all.
   *
   * @throws IllegalArgumentException as {@link #cluster(ServicePort)}
   */
  public Cluster cluster(ServicePort port, @Nullable Subset subset) {
    Cluster seen = observed == null || subset != null ? null : observed.cluster(port);
    return seen != null
        ? seen
        : clusters.computeIfAbsent(new Behind(port, subset), this::resolveCluster);
  }

  /** What NetworkPolicies let through. */
  public NetworkPolicies network() {
    return network;
  }

  /** The ports of every host of the mesh, sorted. */
  public List<ServicePort> hostPorts() {
    return clusters().flatMap(cluster -> hostPorts(cluster).stream()).sorted().toList();
  }

  /**
   * Everything that clients can ask for in the mesh, sorted: {@link #hostPorts()}, and in Istio the
   * hosts that VirtualServices name at ports where no service has them, and {@code *} for all
   * others, at each port that sidecars listen on and at one that they do not.
   */
  public List<ServicePort> destinations() {
    return destinations.get();
  }

  private List<ServicePort> findDestinations() {
    Stream<ServicePort> unregistered =
        dialect.mesh().sidecars() ? clusters().flatMap(sidecars::unregistered) : Stream.empty();
    return Stream.concat(hostPorts().stream(), unregistered).distinct().sorted().toList();
  }

  private Stream<String> clusters() {
    return image.clusters().stream();
  }

  /** The ports of every host of a cluster, Services and in Istio others too, sorted. */
  public List<ServicePort> hostPorts(String cluster) {
    List<ServicePort> known = knownPorts(cluster);
    return observed == null
        ? known
        : Stream.concat(known.stream(), observed.hosts().stream()).distinct().sorted().toList();
  }

  private List<ServicePort> knownPorts(String cluster) {
    return dialect.mesh().sidecars()
        ? Stream.concat(servicePorts(cluster).stream(), sidecars.hosts(cluster))
            .distinct()
            .sorted()
            .toList()
        : servicePorts(cluster);
  }

  /** Every Service port of a cluster, sorted. */
  public List<ServicePort> servicePorts(String cluster) {
    return image
        .all(Service.class)
        .filter(service -> service.key().cluster().equals(cluster))
        .flatMap(service ->
            service.ports().stream().map(port -> new ServicePort(service.key(), port.port())))
        .distinct()
        .sorted()
        .toList();
  }

  /** The Gateways, of the Gateway API and, in the dialect {@code istio}, Istio's own; sorted. */
  public List<ResourceKey> gateways() {
    Stream<ResourceKey> seen = observed == null ? Stream.empty() : observed.gateways();
    return Stream.concat(gateways.keys(), seen).distinct().toList();
  }

  /**
   * The Gateway that is called {@code ns/name}: the Gateway API's where both kinds have one.
   *
   * @return null where there is none
   */
  public @Nullable ResourceKey gatewayNamed(String cluster, String namespace, String name) {
    return Stream.of(ParentRef.GATEWAY_GROUP, IstioGateway.GROUP)
        .map(group -> new ResourceKey(cluster, group, "Gateway", namespace, name))
        .filter(gateways()::contains)
        .findFirst()
        .orElse(null);
  }

  /** The port of a listener by its name: of a Gateway or a ListenerSet, or of a server. */
  public OptionalInt port(ResourceKey gateway, String listener) {
    return gateways.port(gateway, listener);
  }

  /** The workloads, sorted by name. */
  public List<Workload> workloads() {
    return workloads.all();
  }

  /** The workloads of a namespace. */
  public List<Workload> workloadsIn(ResourceKey anyOfNamespace) {
    return workloads.in(anyOfNamespace);
  }

  /** The scopes of all workloads. */
  public Set<ClientScope> clientScopes() {
    Set<ClientScope> known = clientScopes;
    if (known == null) {
      known = workloads.all().stream().map(scopes::of).collect(Collectors.toUnmodifiableSet());
      clientScopes = known;
    }
    return known;
  }

  /** What of a workload its outbound routing depends on. */
  public ClientScope scope(Workload workload) {
    return scopes.of(workload);
  }

  /**
   * The scope of clients with a sidecar that are known by namespace and labels only.
   *
   * @param labels all that they have
   */
  public ClientScope scope(String cluster, String namespace, Map<String, String> labels) {
    return scopes.of(cluster, namespace, labels);
  }

  /** The Pod or template {@code ns/name}, null when there is none. */
  public @Nullable Workload workload(String cluster, String qualifiedName) {
    return workloads.named(cluster, qualifiedName);
  }

  /** The Pod with this address, null when none is known. */
  public @Nullable Workload workloadAt(String address) {
    return workloads.at(address);
  }

  /** The Service that a client means by a host name or a cluster IP, null for none. */
  public @Nullable Service dialed(ClientScope client, String host) {
    return dialing.dialed(client, host);
  }

  /** What a client's proxy takes a connection to a workload's own address for. */
  public Interception.ToWorkload direct(ClientScope client, Workload workload) {
    return new Interception.ToWorkload(workload, caveats.direct(client, workload));
  }

  /** What a client's proxy takes a connection for, before any rule is asked. */
  public Interception intercepted(Approach approach) {
    boolean datagrams = approach.spoken() == Approach.Spoken.DATAGRAMS;
    return observed != null && observed.isOf(approach.client()) && !datagrams
        ? observed.of(approach, dialing.of(approach))
        : dialing.of(approach);
  }

  /**
   * What a client's proxy does with datagrams to a Service's port; null where it has no UDP port of
   * that number.
   */
  public @Nullable Listener datagrams(ClientScope client, ServicePort port) {
    if (observed != null && observed.isOf(client)) {
      return observed.datagrams(client, port);
    }
    return expectedDatagrams(client, port);
  }

  @Nullable Listener expectedDatagrams(ClientScope client, ServicePort port) {
    return clients.datagrams(client, port);
  }

  /** What is to be said about the mesh, worst first. */
  public List<Finding> findings() {
    return new MeshFindings(this).all();
  }

  /** What is to be said of the mesh as a whole, in no order; part of {@link #findings}. */
  public List<Finding> findingsOfWhole() {
    return new MeshFindings(this).ofWhole();
  }

  /**
   * What else is to be said about some resources, in no order.
   *
   * @param places the Services and Gateways at which they act
   */
  public Stream<Finding> findings(Set<ResourceKey> subjects, Set<ResourceKey> places) {
    return new MeshFindings(this).about(subjects, places);
  }

  /** Findings about Istio's own Gateways; none in another dialect. */
  List<Finding> istioGatewayFindings() {
    return gateways.findings();
  }

  Stream<Finding> securityFindings() {
    return security == null
        ? Stream.empty()
        : Stream.concat(
            new SecurityFindings(this, security).all(),
            new AuthorizerFindings(this, security).all());
  }

  ServiceRoutes serviceRoutes() {
    return serviceListeners.routes();
  }

  private Cluster resolveCluster(Behind behind) {
    ServicePort port = behind.port();
    Cluster istio = dialect.mesh().sidecars() ? sidecars.cluster(port, behind.subset()) : null;
    if (istio != null) {
      List<Endpoint> hosts =
          istio.endpoints().stream()
              .map(endpoint -> labelled(port.service().cluster(), endpoint))
              .toList();
      return new Cluster(port, istio.protocol(), hosts, istio.caveats());
    }
    Service service = image.get(port.service(), Service.class);
    if (service == null || service.port(port.port()).isEmpty()) {
      throw new IllegalArgumentException("no such Service port: " + port);
    }
    Service.Port found = service.port(port.port()).orElseThrow();
    List<Endpoint> all =
        endpoints.of(service, found, behind.subset()).stream()
            .map(endpoint -> labelled(port.service().cluster(), endpoint))
            .toList();
    return new Cluster(port, Protocols.of(found), all, caveats.arrival(service));
  }

  /** Whether clients speak mutual TLS to it. */
  private Endpoint labelled(String cluster, Endpoint endpoint) {
    Workload workload = servers == null ? null : workload(cluster, endpoint);
    return servers == null || workload == null ? endpoint : servers.labelled(workload, endpoint);
  }

  /** The workload that an endpoint is; null where none is known. */
  public @Nullable Workload workload(String cluster, Endpoint endpoint) {
    Workload named = workloads.named(cluster, endpoint.name());
    return named != null || endpoint.address().isEmpty() ? named : workloads.at(endpoint.address());
  }
}
