package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServerSide;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/** Routing of one proxy to Envoy's messages. A pure function of its arguments. */
public final class Translation {
  private final ProxyId proxy;
  private final Addresses addresses;
  private final Upstreams upstreams;
  private final AccessRules rules;
  private final SdsSecrets secrets;
  private final List<io.envoyproxy.envoy.config.listener.v3.Listener> listeners = new ArrayList<>();
  private final List<RouteConfiguration> routes = new ArrayList<>();
  private final List<Caveat> unmodelled = new ArrayList<>();
  private final FilterChains chains;

  /** The clusters of the workload itself. */
  private final List<Cluster> workload = new ArrayList<>();

  /** The clusters of its filters. */
  private final FilterClusters filters;

  /** Of the listener that takes all that no other does. */
  private final List<FilterChain> anything = new ArrayList<>();

  private Translation(
      ProxyId proxy,
      OwnDestinations own,
      Behind clusters,
      Addresses addresses,
      SecretSource source) {
    this.proxy = proxy;
    this.addresses = addresses;
    this.upstreams = new Upstreams(proxy, clusters, addresses, new SdsSecrets(source));
    this.secrets = new SdsSecrets(source);
    this.filters = new FilterClusters(own, secrets, unmodelled::add);
    this.rules = new AccessRules(source, unmodelled::add, filters);
    this.chains =
        new FilterChains(
            proxy.role() == ProxyId.Role.GATEWAY, secrets, rules, routes::add, unmodelled::add);
  }

  /**
   * Translates.
   *
   * @param routing the proxy's listeners, of which those without an address for it are left out,
   *     and what comes to its workload
   * @param clusters the endpoints behind a Service port
   * @param secrets the values that TLS needs; what is not there fails closed
   */
  public static ProxyResources of(
      ProxyId proxy,
      ProxyRouting routing,
      Behind clusters,
      Addresses addresses,
      SecretSource secrets) {
    Translation translation = new Translation(proxy, routing.own(), clusters, addresses, secrets);
    List<Listener> reachable = new ArrayList<>();
    SortedMap<String, Upstream> merged = new java.util.TreeMap<>();
    for (Listener listener : routing.listeners()) {
      Addresses.Bind bind = addresses.listen(proxy, listener);
      if (!bind.addresses().isEmpty() && !listener.chains().isEmpty()) {
        reachable.add(listener);
        if (translation.intercepts(listener)) {
          continue;
        }
        if (listener.datagrams()) {
          translation.addDatagrams(listener, bind, merged);
        } else {
          translation.add(listener, bind);
        }
      }
    }
    SortedMap<String, Upstream> needed = Destinations.of(reachable);
    needed.putAll(merged);
    if (routing.server() != null) {
      translation.addServer(routing.server());
    }
    needed.putAll(translation.filters.authorizers());
    return translation.resources(needed);
  }

  /** What takes all that no other listener does stands where interception leads. */
  private boolean intercepts(Listener listener) {
    boolean intercepts =
        listener.binding() instanceof Listener.Binding.ToAnything
            && addresses.intercept(proxy).isPresent();
    if (intercepts) {
      listener.chains().forEach(chain -> anything.addAll(chains.of(listener, chain)));
    }
    return intercepts;
  }

  private void add(Listener listener, Addresses.Bind bind) {
    List<FilterChain> built =
        listener.chains().stream().flatMap(chain -> chains.of(listener, chain).stream()).toList();
    boolean inspect =
        listener.chains().stream()
            .anyMatch(chain -> FilterChainMatches.inspects(chain.transport()));
    listeners.add(Listeners.of(listener.name(), bind, built, inspect));
  }

  private void addServer(ServerSide server) {
    addresses
        .entrance(proxy)
        .ifPresent(entrance -> {
          var chains = new ServerChains(rules, unmodelled::add);
          listeners.add(new ServerListener(server, entrance, chains).message());
          workload.addAll(new ServerClusters(entrance.source()).of(server));
        });
  }

  private void addDatagrams(
      Listener listener, Addresses.Bind bind, SortedMap<String, Upstream> merged) {
    if (!bind.bindToPort()) {
      // What iptables hands over are connections.
      unmodelled.add(
          new Caveat(
              "datagrams do not pass through the sidecar: " + listener.name(), listener.origin()));
      return;
    }
    String cluster = Names.NO_CLUSTER;
    try {
      cluster = upstreams.ofDatagrams(listener, merged);
    } catch (Unsupported e) {
      unmodelled.add(e.caveat());
    }
    listeners.add(
        Listeners.datagrams(listener.name(), bind, UdpProxies.filter(listener.name(), cluster)));
  }

  private ProxyResources resources(SortedMap<String, Upstream> needed) {
    List<Cluster> clusters = new ArrayList<>(workload);
    clusters.addAll(filters.keyServers());
    List<ClusterLoadAssignment> endpoints = new ArrayList<>();
    for (Upstream upstream : needed.values()) {
      try {
        clusters.add(upstreams.cluster(upstream));
        upstreams.endpoints(upstream).ifPresent(endpoints::add);
      } catch (Unsupported e) {
        unmodelled.add(e.caveat());
        // Fails closed: nobody answers, which is 503.
        clusters.add(Clusters.of(upstream.name(), upstreams.protocol(upstream)).build());
        endpoints.add(Assignments.of(upstream.name(), List.of()));
      }
    }
    addresses
        .intercept(proxy)
        .ifPresent(address -> {
          if (!needed.containsKey(Names.PASSTHROUGH)) {
            clusters.add(Clusters.passthrough());
          }
          listeners.add(Listeners.intercept(address, anything));
        });
    clusters.sort(Comparator.comparing(Cluster::getName));
    listeners.sort(Comparator.comparing(io.envoyproxy.envoy.config.listener.v3.Listener::getName));
    routes.sort(Comparator.comparing(RouteConfiguration::getName));
    ProxySecrets all = ProxySecrets.of(secrets, upstreams.secrets());
    return new ProxyResources(clusters, endpoints, listeners, routes, all, unmodelled);
  }
}
