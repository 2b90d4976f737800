package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.meshtwin.twin.routing.WeightedDestination;
import java.util.List;

/** {@code TcpProxy}: bytes to one cluster, or connections to several by weight. */
final class TcpProxies {
  private TcpProxies() {}

  static Filter filter(String statPrefix, List<WeightedDestination> destinations) {
    TcpProxy.Builder proxy = TcpProxy.newBuilder().setStatPrefix(statPrefix);
    if (destinations.size() > 1) {
      TcpProxy.WeightedCluster.Builder clusters = TcpProxy.WeightedCluster.newBuilder();
      for (WeightedDestination share : destinations) {
        clusters.addClusters(
            TcpProxy.WeightedCluster.ClusterWeight.newBuilder()
                .setName(Names.cluster(share.destination()))
                .setWeight(share.weight()));
      }
      proxy.setWeightedClusters(clusters);
    } else {
      proxy.setCluster(
          destinations.isEmpty()
              ? Names.NO_CLUSTER
              : Names.cluster(destinations.getFirst().destination()));
    }
    return filter(proxy.build());
  }

  /** Sends every connection to one cluster; to one that does not exist, to close it. */
  static Filter filter(String statPrefix, String cluster) {
    return filter(TcpProxy.newBuilder().setStatPrefix(statPrefix).setCluster(cluster).build());
  }

  private static Filter filter(TcpProxy proxy) {
    return Filter.newBuilder()
        .setName("envoy.filters.network.tcp_proxy")
        .setTypedConfig(Any.pack(proxy))
        .build();
  }
}
