package io.meshtwin.bridge.xds;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.meshtwin.twin.routing.Cluster;

/** {@code ClusterLoadAssignment}: the endpoints of a cluster; none is answered with 503. */
final class Assignments {
  private Assignments() {}

  static ClusterLoadAssignment of(ProxyId proxy, Cluster cluster, Addresses addresses) {
    LocalityLbEndpoints.Builder endpoints = LocalityLbEndpoints.newBuilder();
    for (var endpoint : cluster.endpoints()) {
      addresses
          .reach(proxy, cluster, endpoint)
          .ifPresent(address ->
              endpoints.addLbEndpoints(
                  LbEndpoint.newBuilder()
                      .setEndpoint(Endpoint.newBuilder().setAddress(address.message()))
                      .setLoadBalancingWeight(UInt32Value.of(endpoint.weight()))));
    }
    ClusterLoadAssignment.Builder assignment =
        ClusterLoadAssignment.newBuilder().setClusterName(Names.cluster(cluster.service()));
    if (endpoints.getLbEndpointsCount() > 0) {
      assignment.addEndpoints(endpoints);
    }
    return assignment.build();
  }
}
