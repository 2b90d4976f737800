package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.meshtwin.twin.resource.IpAddress;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The clusters that one proxy needs, with their endpoints.
 *
 * @param proxy who reaches them
 * @param clusters the endpoints behind Service ports
 * @param addresses where endpoints are
 * @param secrets what their TLS needs
 */
record Upstreams(ProxyId proxy, Behind clusters, Addresses addresses, SdsSecrets secrets) {
  Cluster cluster(Upstream upstream) throws Unsupported {
    if (upstream.original() != null) {
      return original(upstream, upstream.original());
    }
    Protocol protocol = protocol(upstream);
    Cluster.Builder cluster = Clusters.of(upstream.name(), protocol);
    if (byName(upstream)) {
      // EDS takes no names; DNS is asked for each endpoint that has one.
      cluster
          .clearEdsClusterConfig()
          .setType(Cluster.DiscoveryType.STRICT_DNS)
          .setLoadAssignment(assignment(upstream));
    }
    ClusterPolicies.into(cluster, upstream.policy());
    MeshTls.Spoken spoken =
        upstream.tls() instanceof UpstreamTls.Mesh ? spoken(upstream) : MeshTls.Spoken.TO_ALL;
    secure(cluster, upstream, protocol, spoken);
    return cluster.build();
  }

  private void secure(
      Cluster.Builder cluster, Upstream upstream, Protocol protocol, MeshTls.Spoken spoken)
      throws Unsupported {
    switch (upstream.tls()) {
      case null -> {}
      case UpstreamTls.Disabled _ -> {}
      case UpstreamTls.ByPolicy policy ->
          cluster.setTransportSocket(
              UpstreamTlsSockets.of(policy, protocol, secrets, upstream.origin()));
      case UpstreamTls.Originated made ->
          OriginatedTls.into(cluster, made, protocol, new UpstreamSecrets(secrets, made));
      case UpstreamTls.Mesh mesh -> MeshTls.client(cluster, mesh, protocol, spoken);
    }
  }

  private Cluster original(Upstream upstream, Destination.Original original) throws Unsupported {
    Optional<Address> instead = addresses.original(proxy, original.service());
    Protocol protocol = protocol(upstream);
    Cluster.Builder cluster =
        instead.isEmpty()
            ? Clusters.speaking(Clusters.original(upstream.name(), original.port()), protocol)
            : Clusters.of(upstream.name(), protocol);
    MeshTls.Spoken spoken =
        addresses.throughProxies() ? MeshTls.Spoken.TO_ALL : MeshTls.Spoken.TO_NONE;
    secure(cluster, upstream, protocol, spoken);
    return cluster.build();
  }

  private boolean byName(Upstream upstream) {
    return upstream.shares().stream()
        .flatMap(share -> reached(share).stream().flatMap(List::stream))
        .map(one -> one.getEndpoint().getAddress().getSocketAddress().getAddress())
        .anyMatch(address -> !IpAddress.isOne(address));
  }

  /** What EDS is to answer, empty where the cluster itself says its endpoints. */
  Optional<ClusterLoadAssignment> endpoints(Upstream upstream) {
    if (upstream.original() != null) {
      return addresses
          .original(proxy, upstream.original().service())
          .map(address -> Assignments.only(upstream.name(), address));
    }
    return byName(upstream) ? Optional.empty() : Optional.of(assignment(upstream));
  }

  private ClusterLoadAssignment assignment(Upstream upstream) {
    if (upstream.shares().size() == 1) {
      return Assignments.of(upstream.name(), reached(upstream.shares().getFirst()));
    }
    double all = upstream.shares().stream().mapToLong(Upstream.Share::weight).sum();
    var shares = new DatagramShares();
    for (Upstream.Share share : upstream.shares()) {
      String service = Names.cluster(share.service());
      shares.add(service, reached(share).getFirst(), share.weight() / all);
    }
    return Assignments.of(upstream.name(), List.of(shares.endpoints()));
  }

  /** Whether some of the endpoints, not all, are spoken to in the mesh's mutual TLS. */
  private MeshTls.Spoken spoken(Upstream upstream) {
    UpstreamTls tls = Objects.requireNonNull(upstream.tls());
    List<io.meshtwin.twin.routing.Endpoint> all =
        upstream.shares().stream()
            .flatMap(share -> behind(share).priorities().stream().flatMap(List::stream))
            .toList();
    long encrypted = all.stream().filter(tls::encrypts).count();
    if (!addresses.throughProxies() || (encrypted == 0 && !all.isEmpty())) {
      return MeshTls.Spoken.TO_NONE;
    }
    return encrypted == all.size() ? MeshTls.Spoken.TO_ALL : MeshTls.Spoken.TO_SOME;
  }

  /** What a cluster speaks, by its port and its policy. */
  Protocol protocol(Upstream upstream) {
    boolean gateway = proxy.role() == ProxyId.Role.GATEWAY;
    Destination.Original original = upstream.original();
    if (original == null) {
      Protocol said = behind(upstream.shares().getFirst()).protocol();
      return said.spoken(upstream.policy().version(), gateway);
    }
    ServicePort service = original.service();
    return service == null
        ? Protocol.UNSAID
        : clusters.of(service, null, null).protocol().spoken(original.version(), gateway);
  }

  /**
   * The cluster that a listener sends datagrams to. Several destinations become one cluster, which
   * {@code merged} is told of; a share that nobody answers would then go to the others, so it is
   * refused.
   */
  String ofDatagrams(Listener listener, SortedMap<String, Upstream> merged) throws Unsupported {
    List<WeightedDestination> destinations =
        listener.chains().getFirst().handler() instanceof Handler.Udp udp
            ? udp.destinations()
            : List.of();
    if (destinations.size() <= 1) {
      return destinations.isEmpty()
          ? Names.NO_CLUSTER
          : Names.cluster(destinations.getFirst().destination());
    }
    Upstream all = Upstream.merged(Names.datagrams(listener), destinations, listener.origin());
    boolean answered =
        all.shares().stream().noneMatch(share -> reached(share).getFirst().isEmpty());
    if (all.shares().size() < destinations.size() || !answered) {
      throw new Unsupported(
          new Caveat("datagrams by weight where a share has no endpoints", listener.origin()));
    }
    merged.put(all.name(), all);
    return all.name();
  }

  private io.meshtwin.twin.routing.Cluster behind(Upstream.Share share) {
    return clusters.of(share.service(), share.subset(), share.near());
  }

  /** By priority. */
  private List<List<LbEndpoint>> reached(Upstream.Share share) {
    return Assignments.endpoints(proxy, behind(share), addresses);
  }
}
