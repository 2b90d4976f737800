package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.virtualservice.PodPlaces;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Preference;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.Subset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints behind every host's ports and subsets, as clients of each place ask them, each
 * worked out once.
 */
final class HostClusters {
  private final MeshImage image;
  private final Endpoints endpoints;
  private final Caveats caveats;
  private final Workloads workloads;
  private final @Nullable OutboundSide sidecars;
  private final @Nullable InboundSide servers;
  private final EndpointTiers tiers;
  private final Map<Behind, Cluster> resolved = new ConcurrentHashMap<>();

  private record Behind(ServicePort port, @Nullable Subset subset, @Nullable Preference near) {}

  /**
   * @param sidecars where Istio says which endpoints a host has; null where Services alone do
   * @param servers who says how endpoints are to be spoken to; null for nobody
   */
  HostClusters(
      MeshImage image,
      Endpoints endpoints,
      Caveats caveats,
      Workloads workloads,
      @Nullable OutboundSide sidecars,
      @Nullable InboundSide servers) {
    this.image = image;
    this.endpoints = endpoints;
    this.caveats = caveats;
    this.workloads = workloads;
    this.sidecars = sidecars;
    this.servers = servers;
    this.tiers = new EndpointTiers(new PodPlaces(image), workloads);
  }

  /**
   * The endpoints behind a port that belong to a subset; null for all.
   *
   * @param near who of them goes first, null where all are alike
   * @throws IllegalArgumentException when the mesh has no such Service or port
   */
  Cluster of(ServicePort port, @Nullable Subset subset, @Nullable Preference near) {
    var behind = new Behind(port, subset, near);
    if (near == null) {
      return resolved.computeIfAbsent(behind, this::resolve);
    }
    Cluster all = of(port, subset, null);
    return resolved.computeIfAbsent(behind, _ -> tiers.of(near, all, unready(port, subset)));
  }

  /** Who is not ready, of which istiod tells proxies ({@code SupportsUnhealthyEndpoints}). */
  private List<Endpoint> unready(ServicePort port, @Nullable Subset subset) {
    Service service = image.get(port.service(), Service.class);
    Service.Port found = service == null ? null : service.port(port.port()).orElse(null);
    return service == null || found == null ? List.of() : endpoints.unready(service, found, subset);
  }

  private Cluster resolve(Behind behind) {
    ServicePort port = behind.port();
    Cluster istio = sidecars == null ? null : sidecars.cluster(port, behind.subset());
    if (istio != null) {
      List<Endpoint> hosts = labelled(port, istio.endpoints());
      return new Cluster(port, istio.protocol(), hosts, istio.caveats());
    }
    Service service = image.get(port.service(), Service.class);
    if (service == null || service.port(port.port()).isEmpty()) {
      throw new IllegalArgumentException("no such Service port: " + port);
    }
    Service.Port found = service.port(port.port()).orElseThrow();
    List<Endpoint> all = labelled(port, endpoints.of(service, found, behind.subset()));
    return new Cluster(port, Protocols.of(found), all, caveats.arrival(service));
  }

  private List<Endpoint> labelled(ServicePort port, List<Endpoint> all) {
    String cluster = port.service().cluster();
    return all.stream().map(endpoint -> labelled(cluster, endpoint)).toList();
  }

  /** Whether clients speak mutual TLS to it. */
  private Endpoint labelled(String cluster, Endpoint endpoint) {
    Workload workload = servers == null ? null : workloads.behind(cluster, endpoint);
    return servers == null || workload == null ? endpoint : servers.labelled(workload, endpoint);
  }
}
