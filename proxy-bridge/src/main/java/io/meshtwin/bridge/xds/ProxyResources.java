package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.meshtwin.twin.routing.Caveat;
import java.util.List;

/**
 * All that one proxy is to be sent, each list sorted by name.
 *
 * @param secrets certificates and authorities that listeners and clusters name
 * @param unmodelled what is not modelled and therefore answered with 501 or closed
 */
public record ProxyResources(
    List<Cluster> clusters,
    List<ClusterLoadAssignment> endpoints,
    List<Listener> listeners,
    List<RouteConfiguration> routes,
    ProxySecrets secrets,
    List<Caveat> unmodelled) {
  public ProxyResources {
    clusters = List.copyOf(clusters);
    endpoints = List.copyOf(endpoints);
    listeners = List.copyOf(listeners);
    routes = List.copyOf(routes);
    unmodelled = List.copyOf(unmodelled);
  }
}
