package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import io.meshtwin.twin.routing.access.AccessFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** {@code FilterChain.filters}, and the proxies of datagrams. */
final class NetworkFilters {
  private static final String TCP = "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy";
  private static final String RBAC = "envoy.extensions.filters.network.rbac.v3.RBAC";
  static final String UDP = "envoy.extensions.filters.udp.udp_proxy.v3.UdpProxyConfig";

  /**
   * They tell telemetry, or hand the server name on to the cluster of a gateway between networks.
   */
  private static final Set<String> HARMLESS =
      Set.of(
          "envoy.tcp.metadataexchange.config.MetadataExchange",
          "stats.PluginConfig",
          "io.istio.network.peer_metadata.Config");

  private static final int NO_CLUSTER = 503;

  private final ResourceKey origin;
  private final Clusters clusters;
  private final HttpManagers managers;

  NetworkFilters(ResourceKey origin, Clusters clusters, HttpManagers managers) {
    this.origin = origin;
    this.clusters = clusters;
    this.managers = managers;
  }

  /**
   * What is done with connections.
   *
   * @param chain told of what is not modelled
   * @param encrypted whether their TLS ends here
   */
  Handled of(Entry chain, boolean encrypted) {
    Handled handled = Handled.of(new Handler.Tcp(List.of()));
    var access = new ArrayList<AccessFilter>();
    for (Entry filter : chain.apart("filters", "Filter")) {
      Entry config = filter.typed("typed_config");
      switch (config.type()) {
        case HttpManagers.TYPE -> {
          handled = managers.of(config, encrypted);
          if (!access.isEmpty()) {
            chain.refuse("policies about connections before a connection manager");
          }
        }
        case TCP -> {
          handled = new Handled(new Handler.Tcp(destinations(config)), access);
          config.unread().forEach(chain::refuseWhole);
        }
        case RBAC -> {
          if (FilterConfigs.decides(config)) {
            config.harmless("delay_deny");
            access.add(new AccessReader(origin).of(config));
            config.unread().forEach(chain::refuseWhole);
          }
        }
        default -> {
          if (!HARMLESS.contains(config.type())) {
            refuse(chain, filter, config);
          }
        }
      }
    }
    return handled;
  }

  private static void refuse(Entry chain, Entry filter, Entry config) {
    String type = config.type().isEmpty() ? "a filter that is discovered" : config.type();
    chain.refuseWhole(
        "the filter %s, %s (%s),".formatted(filter.text("name"), type, filter.place()));
  }

  private List<WeightedDestination> destinations(Entry proxy) {
    proxy.harmless("stat_prefix", "access_log", "access_log_options", "idle_timeout");
    proxy.harmless("max_connect_attempts", "hash_policy", "max_downstream_connection_duration");
    proxy.harmless("access_log_flush_interval", "flush_access_log_on_connected", "backoff_options");
    SortedMap<String, String> subset = Subsets.demanded(proxy);
    var result = new ArrayList<WeightedDestination>();
    if (!proxy.has("weighted_clusters")) {
      result.add(share(1, proxy.text("cluster"), subset, proxy));
      return result;
    }
    Entry all = proxy.message("weighted_clusters", "WeightedCluster");
    for (Entry one : all.messages("clusters", "ClusterWeight")) {
      int weight = one.number("weight", 0);
      SortedMap<String, String> own = one.has("metadata_match") ? Subsets.demanded(one) : subset;
      WeightedDestination share = share(Math.max(1, weight), one.text("name"), own, one);
      if (weight > 0) {
        result.add(share);
      }
    }
    return result;
  }

  private WeightedDestination share(
      int weight, String cluster, SortedMap<String, String> subset, Entry at) {
    return new WeightedDestination(
        weight,
        clusters.of(cluster, subset, NO_CLUSTER),
        Changes.NONE,
        new Origin(origin, at.place(), null));
  }

  /** What is done with datagrams. */
  Handler datagrams(Entry proxy) {
    proxy.harmless("stat_prefix", "idle_timeout", "access_log", "proxy_access_log");
    proxy.harmless("upstream_socket_config", "use_per_packet_load_balancing", "hash_policies");
    proxy.harmless("access_log_options", "proxy_access_log_options");
    String cluster = proxy.text("cluster");
    if (proxy.has("matcher")) {
      Entry matcher = proxy.message("matcher", "Matcher");
      Entry action =
          matcher.message("on_no_match", "OnMatch").message("action", "TypedExtensionConfig");
      cluster = action.harmless("name").typed("typed_config").text("cluster");
    }
    var at = new Origin(origin, proxy.place(), null);
    List<String> problems = proxy.unread();
    return problems.isEmpty()
        ? new Handler.Udp(shares(cluster, at))
        : new Handler.Unmodelled(List.of(RouteReader.caveat(problems, at)));
  }

  private List<WeightedDestination> shares(String cluster, Origin at) {
    var shares = new ArrayList<WeightedDestination>();
    clusters
        .shares(cluster)
        .forEach((whose, weight) ->
            shares.add(
                new WeightedDestination(weight, clusters.share(cluster, whose), Changes.NONE, at)));
    if (shares.isEmpty()) {
      Destination only = clusters.of(cluster, Collections.emptySortedMap(), NO_CLUSTER);
      shares.add(new WeightedDestination(1, only, Changes.NONE, at));
    }
    return shares;
  }
}
