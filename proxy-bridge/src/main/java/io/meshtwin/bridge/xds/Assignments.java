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
  private Assignments() {}

  /** The endpoints of one Service port as they weigh, by priority. */
  static List<List<LbEndpoint>> endpoints(ProxyId proxy, Cluster cluster, Addresses addresses) {
    return cluster.priorities().stream()
        .map(some -> endpoints(proxy, cluster, some, addresses))
        .toList();
  }

  private static List<LbEndpoint> endpoints(
      ProxyId proxy,
      Cluster cluster,
      List<io.meshtwin.twin.routing.Endpoint> some,
      Addresses addresses) {
    List<LbEndpoint> endpoints = new ArrayList<>();
    for (var endpoint : some) {
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
  static ClusterLoadAssignment only(String cluster, Address address) {
    var endpoint = Endpoint.newBuilder().setAddress(address.message());
    return of(cluster, List.of(List.of(LbEndpoint.newBuilder().setEndpoint(endpoint).build())));
  }

  /**
   * @param priorities the first ones are asked, the others stand by; one that cannot be reached at
   *     all is not there, since Envoy takes no gaps
   */
  static ClusterLoadAssignment of(String cluster, List<List<LbEndpoint>> priorities) {
    ClusterLoadAssignment.Builder assignment =
        ClusterLoadAssignment.newBuilder().setClusterName(cluster);
    for (List<LbEndpoint> endpoints : priorities) {
      if (!endpoints.isEmpty()) {
        assignment.addEndpoints(
            LocalityLbEndpoints.newBuilder()
                .setPriority(assignment.getEndpointsCount())
                .addAllLbEndpoints(endpoints));
      }
    }
    return assignment.build();
  }
}
