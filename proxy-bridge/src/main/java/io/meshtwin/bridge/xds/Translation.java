package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Routing of one proxy to Envoy's messages. A pure function of its arguments. */
public final class Translation {
  private final ProxyId proxy;
  private final Addresses addresses;
  private final List<io.envoyproxy.envoy.config.listener.v3.Listener> listeners = new ArrayList<>();
  private final List<RouteConfiguration> routes = new ArrayList<>();
  private final List<Caveat> unmodelled = new ArrayList<>();

  private Translation(ProxyId proxy, Addresses addresses) {
    this.proxy = proxy;
    this.addresses = addresses;
  }

  /**
   * Translates.
   *
   * @param listeners the proxy's listeners; those without an address for this proxy are left out
   * @param clusters the endpoints behind a Service port
   */
  public static ProxyResources of(
      ProxyId proxy,
      List<Listener> listeners,
      Function<ServicePort, io.meshtwin.twin.routing.Cluster> clusters,
      Addresses addresses) {
    Translation translation = new Translation(proxy, addresses);
    List<Listener> reachable = new ArrayList<>();
    for (Listener listener : listeners) {
      Addresses.Bind bind = addresses.listen(proxy, listener);
      if (!bind.addresses().isEmpty()) {
        reachable.add(listener);
        translation.add(listener, bind);
      }
    }
    return translation.resources(Destinations.of(reachable).stream().map(clusters).toList());
  }

  private void add(Listener listener, Addresses.Bind bind) {
    Filter filter =
        switch (listener.chains().getFirst().handler()) {
          case Handler.Http http -> {
            // TLS is not terminated here yet, so every listener's scheme is http.
            Redirects redirects = new Redirects("http", listener.binding().port());
            routes.add(new Routes(redirects, unmodelled::add).of(listener.name(), http.hosts()));
            yield HttpConnections.filter(listener.name(), proxy.role() == ProxyId.Role.GATEWAY);
          }
          case Handler.Tcp tcp -> TcpProxies.filter(listener.name(), tcp.destinations());
          // Datagrams are not passed on yet: no address of theirs is bound.
          case Handler.Udp _ -> TcpProxies.filter(listener.name(), Names.NO_CLUSTER);
          case Handler.Unmodelled not -> {
            unmodelled.addAll(not.caveats());
            // Fails closed: the connection is taken and closed.
            yield TcpProxies.filter(listener.name(), Names.NO_CLUSTER);
          }
        };
    listeners.add(Listeners.of(listener.name(), bind, filter));
  }

  private ProxyResources resources(List<io.meshtwin.twin.routing.Cluster> destinations) {
    List<Cluster> clusters = new ArrayList<>(destinations.stream().map(Clusters::of).toList());
    addresses
        .intercept(proxy)
        .ifPresent(address -> {
          clusters.add(Clusters.passthrough());
          listeners.add(Listeners.intercept(address));
        });
    clusters.sort(Comparator.comparing(Cluster::getName));
    listeners.sort(Comparator.comparing(io.envoyproxy.envoy.config.listener.v3.Listener::getName));
    routes.sort(Comparator.comparing(RouteConfiguration::getName));
    List<ClusterLoadAssignment> endpoints =
        destinations.stream()
            .map(cluster -> Assignments.of(proxy, cluster, addresses))
            .sorted(Comparator.comparing(ClusterLoadAssignment::getClusterName))
            .toList();
    return new ProxyResources(clusters, endpoints, listeners, routes, unmodelled);
  }
}
