package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.Cluster.Protocol;
import java.util.Map;
import java.util.Set;

/** What of a cluster says how it is spoken to, and what decides no answer. */
final class ClusterOptions {
  private static final String HTTP = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  /** Filters for connections to endpoints that tell telemetry only. */
  private static final Set<String> FILTERS =
      Set.of("envoy.tcp.metadataexchange.config.MetadataExchange", "stats.PluginConfig");

  private ClusterOptions() {}

  /**
   * Marks fields that decide no answer. Health that the proxy finds out by itself, by checks or by
   * answers, is not in a dump.
   */
  static Entry harmless(Entry cluster) {
    for (Entry filter : cluster.messages("filters", "Filter")) {
      Entry config = filter.harmless("name").typed("typed_config");
      if (FILTERS.contains(config.type())) {
        config.harmless();
      } else {
        filter.refuse(config.type());
      }
    }
    return cluster
        .harmless("name", "type", "alt_stat_name", "lb_policy", "per_connection_buffer_limit_bytes")
        .harmless("dns_refresh_rate", "dns_failure_refresh_rate", "respect_dns_ttl", "dns_jitter")
        .harmless(
            "dns_lookup_family", "dns_resolvers", "use_tcp_for_dns_lookups", "cleanup_interval")
        .harmless("typed_dns_resolver_config", "dns_resolution_config", "wait_for_warm_on_init")
        .harmless("metadata", "upstream_connection_options", "upstream_bind_config")
        .harmless("close_connections_on_host_health_failure", "ignore_health_on_host_removal")
        .harmless("track_cluster_stats", "track_timeout_budgets", "preconnect_policy")
        .harmless("connection_pool_per_downstream_connection", "health_checks")
        .harmless("protocol_selection", "http_protocol_options", "common_http_protocol_options");
  }

  /** How HTTP is spoken to the endpoints. */
  static Entry http(Entry cluster) {
    Map<String, Entry> all = cluster.typedByName("typed_extension_protocol_options");
    Entry options = all.getOrDefault(HTTP, Entry.empty(HTTP, cluster.place()));
    options.message("upstream_http_protocol_options", "UpstreamHttpProtocolOptions").harmless();
    for (Entry filter : options.messages("http_filters", "HttpFilter")) {
      Entry config = filter.harmless("name").typed("typed_config");
      if (config.type().endsWith(".UpstreamCodec")) {
        config.harmless();
      } else {
        filter.refuse(config.type());
      }
    }
    return options;
  }

  /** What the endpoints are spoken to in; the other ways of saying it decide no answer. */
  static Protocol protocol(Entry cluster, Entry http) {
    Entry explicit = http.message("explicit_http_config", "ExplicitHttpConfig");
    boolean second =
        explicit.has("http2_protocol_options") || cluster.has("http2_protocol_options");
    boolean clients = http.has("use_downstream_protocol_config");
    explicit.harmless();
    http.harmless("use_downstream_protocol_config", "auto_config");
    if (clients) {
      return Protocol.UNSAID;
    }
    return second ? Protocol.HTTP2 : Protocol.HTTP;
  }
}
