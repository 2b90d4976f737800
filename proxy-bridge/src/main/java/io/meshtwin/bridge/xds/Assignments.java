package io.meshtwin.bridge.xds;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.meshtwin.twin.routing.Cluster;
import java.util.ArrayList;
import java.util.List;

/** {@code ClusterLoadAssignment}: the endpoints of a cluster; none is answered with 503. */
final class Assignments {
  /** What all endpoints of a cluster by weights weigh together. */
  private static final long WHOLE = 1_000_000;

  private Assignments() {}

  /** The endpoints of one Service port as they weigh. */
  static List<LbEndpoint> endpoints(ProxyId proxy, Cluster cluster, Addresses addresses) {
    List<LbEndpoint> endpoints = new ArrayList<>();
    for (var endpoint : cluster.endpoints()) {
      addresses
          .reach(proxy, cluster, endpoint)
          .ifPresent(address ->
              endpoints.add(
                  MeshTls.labelled(endpoint)
                      .setEndpoint(Endpoint.newBuilder().setAddress(address.message()))
                      .setLoadBalancingWeight(UInt32Value.of(endpoint.weight()))
                      .build()));
    }
    return endpoints;
  }

  /** One endpoint. */
  static LbEndpoint endpoint(Address address) {
    return LbEndpoint.newBuilder()
        .setEndpoint(Endpoint.newBuilder().setAddress(address.message()))
        .build();
  }

  /** The endpoints weighed anew, so that together they have a share of the whole. */
  static List<LbEndpoint> weighed(List<LbEndpoint> endpoints, long share, long shares) {
    long sum = endpoints.stream().mapToLong(one -> one.getLoadBalancingWeight().getValue()).sum();
    return endpoints.stream()
        .map(one -> {
          long own = one.getLoadBalancingWeight().getValue() * share * WHOLE / (sum * shares);
          return one.toBuilder()
              .setLoadBalancingWeight(UInt32Value.of((int) Math.max(1, own)))
              .build();
        })
        .toList();
  }

  static ClusterLoadAssignment of(String cluster, List<LbEndpoint> endpoints) {
    ClusterLoadAssignment.Builder assignment =
        ClusterLoadAssignment.newBuilder().setClusterName(cluster);
    if (!endpoints.isEmpty()) {
      assignment.addEndpoints(LocalityLbEndpoints.newBuilder().addAllLbEndpoints(endpoints));
    }
    return assignment.build();
  }
}
