package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the proxies of a mesh do. Resolved where it is asked, once: making one costs nothing, and
 * every answer is kept.
 */
public final class ResolvedMesh {
  private final MeshImage image;
  private final Dialect dialect;
  private final Workloads workloads;
  private final ClusterDns dns;
  private final Endpoints endpoints;
  private final Caveats caveats;
  private final ServiceListeners serviceListeners;
  private final GatewayAttachments attachments;
  private final GatewayListeners gatewayListeners;
  private final Map<Outbound, Listener> outbound = new ConcurrentHashMap<>();
  private final Map<ResourceKey, List<Listener>> gateways = new ConcurrentHashMap<>();
  private final Map<ServicePort, Cluster> clusters = new ConcurrentHashMap<>();

  private record Outbound(ClientScope client, ServicePort port) {}

  private ResolvedMesh(MeshImage image, Dialect dialect) {
    this.image = image;
    this.dialect = dialect;
    workloads = new Workloads(image);
    dns = new ClusterDns(image);
    endpoints = new Endpoints(image, workloads);
    caveats = new Caveats(image);
    attachments = new GatewayAttachments(image, dialect);
    var rules = new HttpRules(new Backends(image, dialect), dialect);
    serviceListeners = new ServiceListeners(image, dialect, rules, caveats);
    gatewayListeners = new GatewayListeners(image, dialect, caveats, rules);
  }

  /** The mesh of an image, read in a dialect. */
  public static ResolvedMesh of(MeshImage image, Dialect dialect) {
    return new ResolvedMesh(image, dialect);
  }

  /** The image that this resolves. */
  public MeshImage image() {
    return image;
  }

  /** The dialect in which the image is read. */
  public Dialect dialect() {
    return dialect;
  }

  /** The outbound listeners of a client's sidecar: one for every Service port, sorted. */
  public List<Listener> sidecar(ClientScope client) {
    return servicePorts(client.cluster()).stream()
        .map(port -> outbound(client, port))
        .filter(listener -> listener != null)
        .toList();
  }

  /** What a client's sidecar does with requests to a Service's port; null where there is none. */
  public @Nullable Listener outbound(ClientScope client, ServicePort port) {
    Service service = image.get(port.service(), Service.class);
    if (service == null || service.port(port.port()).isEmpty()) {
      return null;
    }
    return outbound.computeIfAbsent(
        new Outbound(client, port),
        _ -> serviceListeners.of(client, service, service.port(port.port()).orElseThrow()));
  }

  /** The listeners of a Gateway by port; empty where the mesh does not have it. */
  public List<Listener> gateway(ResourceKey gateway) {
    Gateway found = image.get(gateway, Gateway.class);
    return found == null
        ? List.of()
        : gateways.computeIfAbsent(gateway, _ -> gatewayListeners.of(attachments.of(found)));
  }

  /** A Gateway with everything that attaches to it; null where the mesh does not have it. */
  public @Nullable ResolvedGateway attached(ResourceKey gateway) {
    Gateway found = image.get(gateway, Gateway.class);
    return found == null ? null : attachments.of(found);
  }

  /**
   * What came of a route at one of its parents.
   *
   * @return null where the parent is not a Gateway of the mesh, nor a ListenerSet of one
   */
  public @Nullable Attachment attachment(Route route, ParentRef ref) {
    ResolvedGateway gateway = attachments.parent(ref);
    return gateway == null ? null : gateway.attachment(route, ref);
  }

  /**
   * The endpoints behind a Service's port.
   *
   * @throws IllegalArgumentException when the mesh has no such Service or port: destinations that
   *     do not exist are never {@code ToService}
   */
  public Cluster cluster(ServicePort port) {
    return clusters.computeIfAbsent(port, this::resolveCluster);
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

  /** The Gateways, sorted. */
  public List<ResourceKey> gateways() {
    return image.all(Gateway.class).map(Gateway::key).toList();
  }

  /** The workloads, sorted by name. */
  public List<Workload> workloads() {
    return workloads.all();
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
    return dns.dialed(client, host);
  }

  /** What is not modelled and may keep what nothing claims from leaving as dialed. */
  public List<Caveat> leaving() {
    return caveats.leaving();
  }

  /** What is to be said about the mesh, worst first. */
  public List<Finding> findings() {
    return new MeshFindings(this).all();
  }

  ServiceListeners serviceListeners() {
    return serviceListeners;
  }

  private Cluster resolveCluster(ServicePort port) {
    Service service = image.get(port.service(), Service.class);
    if (service == null || service.port(port.port()).isEmpty()) {
      throw new IllegalArgumentException("no such Service port: " + port);
    }
    Service.Port found = service.port(port.port()).orElseThrow();
    return new Cluster(
        port, Protocols.of(found), endpoints.of(service, found), caveats.arrival(service));
  }
}
