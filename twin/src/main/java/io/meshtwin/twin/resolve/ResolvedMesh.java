package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.network.NetworkPeer;
import io.meshtwin.twin.resolve.network.NetworkPolicies;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ObservedProxy;
import io.meshtwin.twin.routing.Preference;
import io.meshtwin.twin.routing.ServerSide;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.Subset;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the proxies of a mesh do. Resolved where it is asked, once: making one costs nothing, and
 * every answer is kept.
 */
public final class ResolvedMesh {
  private final WrittenMesh written;
  private final ScopedWorkloads workloads;
  private final @Nullable ObservedSide observed;
  private final HostPorts ports;

  private final WholeFindings found;

  private ResolvedMesh(
      WrittenMesh written, @Nullable ObservedProxy running, @Nullable ResolvedMesh before) {
    this.written = written;
    workloads = written.workloads();
    observed = running == null ? null : new ObservedSide(running, this);
    ports = new HostPorts(written, observed);
    found = before == null ? WholeFindings.of(this) : before.found.since(before, this);
  }

  /** The mesh of an image, read in a dialect. */
  public static ResolvedMesh of(MeshImage image, Dialect dialect) {
    return new ResolvedMesh(new WrittenMesh(image, dialect), null, null);
  }

  /**
   * The same mesh, one of whose proxies runs what was read from it. A sidecar's configuration
   * stands for all clients of its scope: nothing in the mesh tells them apart.
   */
  public ResolvedMesh running(ObservedProxy proxy) {
    return new ResolvedMesh(written, proxy, null);
  }

  /** The same mesh, all of whose proxies run what it says. */
  public ResolvedMesh asWritten() {
    return observed == null ? this : new ResolvedMesh(written, null, null);
  }

  /** What its resources say, whatever a proxy was seen to run. */
  WrittenMesh written() {
    return written;
  }

  /** The proxy whose own configuration stands in place of what is resolved; null for none. */
  public @Nullable ObservedProxy observed() {
    return observed == null ? null : observed.proxy();
  }

  /**
   * The mesh of another image, best a fork of this one's: what both share is not read again. It may
   * ask this mesh, and so keeps it.
   */
  public ResolvedMesh fork(MeshImage other) {
    boolean rulesAlone = observed == null && written.differsInRulesAlone(other);
    return new ResolvedMesh(written.fork(other), null, rulesAlone ? this : null);
  }

  /** The same for an image that takes the place of this one's: it keeps nothing of this mesh. */
  public ResolvedMesh next(MeshImage other) {
    return new ResolvedMesh(written.next(other), null, null);
  }

  /**
   * Whether the proxies of workloads are known to let in the same as in another mesh, and to be the
   * same: not where one of them runs what it was seen to run.
   */
  public boolean letsInAs(ResolvedMesh other) {
    InboundSide servers = written.servers();
    return observed == null
        && other.observed == null
        && servers != null
        && servers.equals(other.written.servers());
  }

  /** Whether the very same endpoints are known to be behind every port as in another mesh. */
  @SuppressWarnings("ReferenceEquality") // one fork may have what the other was made of
  public boolean sharesClusters(ResolvedMesh other) {
    return observed == null
        && other.observed == null
        && written.clusters() == other.written.clusters();
  }

  /** Whether clients fall into the same scopes as in another mesh, where they are the same. */
  public boolean groupsClientsAs(ResolvedMesh other) {
    return workloads.scopes().reads(other.workloads.scopes());
  }

  /**
   * Whether clients may be told apart by more than routes of their own namespace, so that what a
   * scope of clients meets is not known before it is asked.
   */
  public boolean tellsClientsApart() {
    return dialect().mesh().sidecars()
        || !written.network().isEmpty()
        || written.caveats().dependOnClients();
  }

  /** The image that this resolves. */
  public MeshImage image() {
    return written.image();
  }

  /** The dialect in which the image is read. */
  public Dialect dialect() {
    return written.dialect();
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
    return written.clients().sidecar(client, servicePorts(client.cluster()));
  }

  /**
   * What a client meets at a port of a Service or of another host, under its own name; null where
   * nobody has such a port. The virtual hosts are only those that the name means.
   */
  public @Nullable Listener outbound(ClientScope client, ServicePort port) {
    return observed != null && observed.isOf(client)
        ? observed.outbound(client, port)
        : written.clients().connections(client, port);
  }

  /**
   * Where a client's proxy itself sends to a port of a Service or of another host, as to an
   * external authorizer: to its own cluster for it, whatever routes say. Null where it has none,
   * where that is not modelled, or where proxies ask nobody (dialect {@code spec}).
   */
  public @Nullable Destination own(ClientScope client, ServicePort port) {
    return dialect().mesh().sidecars() ? written.sidecars().own(client, port) : null;
  }

  /** What clients meet at a port: {@link #outbound}, or {@link #datagrams}, for many of them. */
  public PortView view(ServicePort port, boolean datagrams) {
    Function<ClientScope, @Nullable Listener> listeners =
        client -> datagrams ? datagrams(client, port) : outbound(client, port);
    Set<String> apart = observed != null ? null : apart(port, datagrams);
    return new PortView(listeners, apart, dialect().mesh().sidecars());
  }

  private @Nullable Set<String> apart(ServicePort port, boolean datagrams) {
    return dialect().mesh().sidecars() && !datagrams
        ? written.sidecars().apart(port)
        : written.clients().apart(port, datagrams);
  }

  /**
   * The listeners of a Gateway by port, of the Gateway API or, in the dialect {@code istio}, of
   * Istio's own; empty where the mesh does not have it.
   */
  public List<Listener> gateway(ResourceKey gateway) {
    return observed != null && observed.isOf(gateway)
        ? observed.gateway(written.gateways().listeners(gateway))
        : written.gateways().listeners(gateway);
  }

  /** The proxies of a Gateway as NetworkPolicies see them. */
  public NetworkPeer gatewayPeer(ResourceKey gateway) {
    return written.gateways().peer(gateway);
  }

  /**
   * What a workload's own proxy does with connections to one of its ports; null where it has no
   * proxy, or where proxies have no say in that (dialect {@code spec}).
   */
  public @Nullable Inbound inbound(Workload workload, int port) {
    InboundSide servers = written.servers();
    Inbound seen =
        observed == null || servers == null ? null : observed.server().inbound(workload, port);
    return seen != null || servers == null ? seen : servers.of(workload, port);
  }

  /** All that comes to a workload, as {@link #inbound} says it by port; null where that is null. */
  public @Nullable ServerSide server(Workload workload) {
    InboundSide servers = written.servers();
    ServerSide seen = observed == null || servers == null ? null : observed.server().of(workload);
    return seen != null || servers == null ? seen : servers.server(workload);
  }

  /**
   * The identity that a workload shows in mutual TLS, as in {@code
   * spiffe://cluster.local/ns/shop/sa/cart}; null where proxies show none.
   */
  public @Nullable String identity(String namespace, String serviceAccount) {
    InboundSide servers = written.servers();
    return servers == null ? null : servers.identity(namespace, serviceAccount);
  }

  /** A Gateway with everything that attaches to it; null where the mesh does not have it. */
  public @Nullable ResolvedGateway attached(ResourceKey gateway) {
    Gateway found = image().get(gateway, Gateway.class);
    return found == null ? null : written.attachments().of(found);
  }

  /** The Gateway that a reference means, itself or through a ListenerSet; null for none. */
  public @Nullable ResolvedGateway parent(ParentRef ref) {
    return written.attachments().parent(ref);
  }

  /** How routes, policies and references stand. */
  public Standing standing() {
    return written.standing();
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
    return cluster(port, subset, null);
  }

  /**
   * The endpoints of a destination.
   *
   * @throws IllegalArgumentException as {@link #cluster(ServicePort)}
   */
  public Cluster cluster(Destination.ToService to) {
    return cluster(to.service(), to.subset(), to.policy().near());
  }

  /**
   * As {@link #cluster(ServicePort, Subset)}, by who goes first.
   *
   * @param near null where all are alike
   * @throws IllegalArgumentException as {@link #cluster(ServicePort)}
   */
  public Cluster cluster(ServicePort port, @Nullable Subset subset, @Nullable Preference near) {
    Cluster seen = observed == null || subset != null ? null : observed.cluster(port);
    return seen != null ? seen : written.clusters().of(port, subset, near);
  }

  /** What NetworkPolicies let through. */
  public NetworkPolicies network() {
    return written.network();
  }

  /** The ports of every host of the mesh, sorted. */
  public List<ServicePort> hostPorts() {
    return ports.all();
  }

  /**
   * Everything that clients can ask for in the mesh, sorted: {@link #hostPorts()}, and in Istio the
   * hosts that VirtualServices name at ports where no service has them, and {@code *} for all
   * others, at each port that sidecars listen on and at one that they do not.
   */
  public NavigableSet<ServicePort> destinations() {
    return ports.destinations();
  }

  /** The ports of every host of a cluster, Services and in Istio others too, sorted. */
  public List<ServicePort> hostPorts(String cluster) {
    return ports.of(cluster);
  }

  /** Every Service port of a cluster, sorted. */
  public List<ServicePort> servicePorts(String cluster) {
    return ports.ofServices(cluster);
  }

  /** The Gateways, of the Gateway API and, in the dialect {@code istio}, Istio's own; sorted. */
  public List<ResourceKey> gateways() {
    Stream<ResourceKey> seen = observed == null ? Stream.empty() : observed.gateways();
    return Stream.concat(written.gateways().keys(), seen).distinct().toList();
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
    return written.gateways().port(gateway, listener);
  }

  /** The workloads, sorted by name. */
  public List<Workload> workloads() {
    return workloads.all().all();
  }

  /** The workloads of a namespace. */
  public List<Workload> workloadsIn(ResourceKey anyOfNamespace) {
    return workloads.all().in(anyOfNamespace);
  }

  /** The scopes of all workloads. */
  public SortedSet<ClientScope> clientScopes() {
    return workloads.inUse();
  }

  /** What of a workload its outbound routing depends on. */
  public ClientScope scope(Workload workload) {
    return workloads.scopes().of(workload);
  }

  /** The labels of a workload of this mesh that are read of clients here or in another mesh. */
  public Map<String, String> labels(Workload workload, ResolvedMesh other) {
    return workloads.scopes().labels(workload, other.workloads.scopes());
  }

  /**
   * The scope of clients with a sidecar that are known by namespace and labels only.
   *
   * @param labels all that they have
   */
  public ClientScope scope(String cluster, String namespace, Map<String, String> labels) {
    return workloads.scopes().of(cluster, namespace, labels);
  }

  /** The Pod or template {@code ns/name}, null when there is none. */
  public @Nullable Workload workload(String cluster, String qualifiedName) {
    return workloads.all().named(cluster, qualifiedName);
  }

  /** The Pod with this address, null when none is known. */
  public @Nullable Workload workloadAt(String address) {
    return workloads.all().at(address);
  }

  /** The Service that a client means by a host name or a cluster IP, null for none. */
  public @Nullable Service dialed(ClientScope client, String host) {
    return written.dialing().dialed(client, host);
  }

  /** What a client's proxy takes a connection to a workload's own address for. */
  public Interception.ToWorkload direct(ClientScope client, Workload workload) {
    return new Interception.ToWorkload(workload, written.caveats().direct(client, workload));
  }

  /** What a client's proxy takes a connection for, before any rule is asked. */
  public Interception intercepted(Approach approach) {
    boolean datagrams = approach.spoken() == Approach.Spoken.DATAGRAMS;
    return observed != null && observed.isOf(approach.client()) && !datagrams
        ? observed.of(approach, written.dialing().of(approach))
        : written.dialing().of(approach);
  }

  /**
   * What a client's proxy does with datagrams to a Service's port; null where it has no UDP port of
   * that number.
   */
  public @Nullable Listener datagrams(ClientScope client, ServicePort port) {
    return observed != null && observed.isOf(client)
        ? observed.datagrams(client, port)
        : written.clients().datagrams(client, port);
  }

  /** What is to be said about the mesh, worst first. */
  public List<Finding> findings() {
    return new MeshFindings(this).all(found.all());
  }

  /** What is to be said of the mesh as a whole, in no order; part of {@link #findings}. */
  public List<Finding> findingsOfWhole() {
    return found.all();
  }

  /**
   * What else is to be said about some resources, in no order.
   *
   * @param places the Services and Gateways at which they act
   */
  public Stream<Finding> findings(Set<ResourceKey> subjects, Set<ResourceKey> places) {
    return new MeshFindings(this).about(subjects, places);
  }

  /** The workload that an endpoint is; null where none is known. */
  public @Nullable Workload workload(String cluster, Endpoint endpoint) {
    return workloads.all().behind(cluster, endpoint);
  }
}
