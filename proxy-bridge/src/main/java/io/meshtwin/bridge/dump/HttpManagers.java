package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.HttpReading;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.List;

/** {@code HttpConnectionManager}. */
final class HttpManagers {
  static final String TYPE =
      "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";

  /** Telemetry, limits in time and size, and headers that every proxy writes of its own. */
  private static final String[] HARMLESS = {
    "stat_prefix",
    "access_log",
    "access_log_options",
    "access_log_flush_interval",
    "flush_access_log_on_new_request",
    "tracing",
    "server_name",
    "server_header_transformation",
    "generate_request_id",
    "preserve_external_request_id",
    "request_id_extension",
    "always_set_request_id_in_response",
    "use_remote_address",
    "skip_xff_append",
    "append_x_forwarded_port",
    "internal_address_config",
    "forward_client_cert_details",
    "set_current_client_cert_details",
    "stream_idle_timeout",
    "request_timeout",
    "request_headers_timeout",
    "delayed_close_timeout",
    "drain_timeout",
    "max_request_headers_kb",
    "http2_protocol_options",
    "proxy_100_continue",
    "add_user_agent",
    "represent_ipv4_remote_address_as_ipv4_mapped_ipv6",
    "stream_flush_timeout",
    "via"
  };

  private final ConfigDump dump;
  private final ResourceKey origin;
  private final Clusters clusters;

  HttpManagers(ConfigDump dump, ResourceKey origin, Clusters clusters) {
    this.dump = dump;
    this.origin = origin;
    this.clusters = clusters;
  }

  /**
   * What is done with requests.
   *
   * @param encrypted whether they come in TLS
   */
  Handled of(Entry manager, boolean encrypted) {
    manager.harmless(HARMLESS);
    limits(manager);
    String codec = manager.text("codec_type");
    if (!codec.isEmpty() && !codec.equals("AUTO")) {
      manager.refuse("codec_type " + codec);
    }
    HttpFilters filters = HttpFilters.of(manager);
    boolean strips =
        manager.flag("strip_any_host_port", false)
            || manager.flag("strip_matching_host_port", false);
    Entry routes = routes(manager);
    HttpFilters.Ahead ahead = filters.ahead(routes, new AccessReader(origin));
    HeaderLevels levels = HeaderLevels.of(routes);
    HttpReading reading = reading(manager, routes);
    routes.harmless("name", "validate_clusters", "max_direct_response_body_size_bytes", "metadata");
    String scheme = encrypted ? "https" : "http";
    var with = new VirtualHosts.Served(filters, scheme, strips);
    List<VirtualHost> hosts = new VirtualHosts(clusters, origin, with).of(routes, levels);
    var problems = new ArrayList<String>(manager.unread());
    problems.addAll(routes.unread());
    problems.addAll(ahead.problems());
    var place = new Origin(origin, manager.place(), null);
    return problems.isEmpty()
        ? new Handled(new Handler.Http(hosts, reading), ahead.access())
        : Handled.of(new Handler.Unmodelled(List.of(RouteReader.caveat(problems, place))));
  }

  private static void limits(Entry manager) {
    manager
        .message("common_http_protocol_options", "HttpProtocolOptions")
        .harmless("idle_timeout", "max_connection_duration", "max_headers_count")
        .harmless("max_stream_duration", "max_requests_per_connection");
    manager
        .message("http_protocol_options", "Http1ProtocolOptions")
        .harmless("accept_http_10", "default_host_for_http_10", "header_key_format")
        .harmless("enable_trailers", "allow_absolute_url");
  }

  private Entry routes(Entry manager) {
    if (manager.has("route_config")) {
      manager.harmless("route_config");
      return manager.apartIn("route_config", "RouteConfiguration");
    }
    Entry rds = manager.message("rds", "Rds").harmless("config_source");
    String name = rds.text("route_config_name");
    Entry found = dump.routes().get(name);
    if (found == null) {
      manager.refuse("routes (the route configuration '" + name + "' is not in the dump)");
      return Entry.empty("RouteConfiguration", manager.place());
    }
    return new Entry(found.type(), found.place(), found.json());
  }

  private HttpReading reading(Entry manager, Entry routes) {
    boolean websockets = false;
    for (Entry upgrade : manager.messages("upgrade_configs", "UpgradeConfig")) {
      boolean plain = upgrade.text("upgrade_type").equalsIgnoreCase("websocket");
      boolean enabled = upgrade.flag("enabled", true);
      websockets |= plain && enabled;
      if (!plain && enabled) {
        upgrade.refuse("upgrade_type " + upgrade.text("upgrade_type"));
      }
    }
    String slashes = manager.text("path_with_escaped_slashes_action");
    return new HttpReading(
        manager.flag("normalize_path", false),
        manager.flag("merge_slashes", false),
        List.of("", "IMPLEMENTATION_SPECIFIC_DEFAULT", "KEEP_UNCHANGED").contains(slashes),
        RuntimeLayers.joinsValues(dump.bootstrap()),
        routes.flag("ignore_port_in_host_matching", false),
        websockets,
        manager.number("xff_num_trusted_hops", 0));
  }
}
