package io.meshtwin.bridge.xds;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.meshtwin.twin.routing.ServerSide;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code Cluster}: the workload itself, reached at the address and port that were dialed (istiod's
 * {@code buildInboundCluster}, {@code buildInboundPassthroughCluster}).
 *
 * @param source the address that connections to the workload come from, empty for any
 */
record ServerClusters(String source) {
  private static final String UNIX = "unix://";

  /** Of a Sidecar's {@code defaultEndpoint}: the workload's own address. */
  private static final String OWN = "0.0.0.0";

  private static final String OWN_V6 = "[::]";

  /** The longest that there is: hosts of these clusters are not forgotten. */
  private static final Duration NEVER = Duration.newBuilder().setSeconds(9_223_372_035L).build();

  List<Cluster> of(ServerSide server) {
    List<Cluster> clusters = new ArrayList<>();
    clusters.add(bound(Clusters.asTheClientDoes(Clusters.original(Names.inbound(""), 0))).build());
    server.ports().forEach((number, port) -> clusters.add(cluster(number, port)));
    return clusters;
  }

  private Cluster cluster(int number, ServerSide.Port port) {
    String name = Names.inbound(String.valueOf(number));
    String endpoint = port.endpoint();
    int colon = endpoint.lastIndexOf(':');
    boolean own = endpoint.isEmpty() || endpoint.startsWith(OWN) || endpoint.startsWith(OWN_V6);
    Cluster.Builder cluster;
    if (own) {
      int instead = endpoint.isEmpty() ? 0 : Integer.parseInt(endpoint.substring(colon + 1));
      cluster = bound(Clusters.original(name, instead));
    } else {
      cluster =
          Clusters.template(name)
              .setType(DiscoveryType.STATIC)
              .setLbPolicy(LbPolicy.ROUND_ROBIN)
              .setLoadAssignment(only(name, address(endpoint, colon)));
    }
    return Clusters.speaking(cluster, port.spoken()).build();
  }

  private Cluster.Builder bound(Cluster.Builder cluster) {
    cluster.setCleanupInterval(NEVER);
    return source.isEmpty()
        ? cluster
        : cluster.setUpstreamBindConfig(
            BindConfig.newBuilder()
                .setSourceAddress(SocketAddress.newBuilder().setAddress(source).setPortValue(0)));
  }

  private static Address address(String endpoint, int colon) {
    if (endpoint.startsWith(UNIX)) {
      String path = endpoint.substring(UNIX.length());
      return Address.newBuilder().setPipe(Pipe.newBuilder().setPath(path)).build();
    }
    String host = endpoint.substring(0, colon).replace("[", "").replace("]", "");
    return Address.newBuilder()
        .setSocketAddress(
            SocketAddress.newBuilder()
                .setAddress(host)
                .setPortValue(Integer.parseInt(endpoint.substring(colon + 1))))
        .build();
  }

  private static ClusterLoadAssignment only(String name, Address address) {
    return ClusterLoadAssignment.newBuilder()
        .setClusterName(name)
        .addEndpoints(
            LocalityLbEndpoints.newBuilder()
                .addLbEndpoints(
                    LbEndpoint.newBuilder().setEndpoint(Endpoint.newBuilder().setAddress(address))))
        .build();
  }
}
