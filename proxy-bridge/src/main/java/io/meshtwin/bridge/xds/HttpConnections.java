package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.CodecType;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ForwardClientCertDetails;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ServerHeaderTransformation;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.SetCurrentClientCertDetails;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code HttpConnectionManager}: HTTP/1 and HTTP/2 on one port, routes by RDS.
 *
 * <p>Paths are normalised but not merged (design, "pinned where the specification is silent"), Host
 * is forwarded unchanged, and Envoy's own headers are left out, so that a backend receives what was
 * predicted. What Envoy still adds is listed in docs/architecture/bridge.md.
 */
final class HttpConnections {
  private static final Filter.Builder TEMPLATE =
      Filter.newBuilder().setName("envoy.filters.network.http_connection_manager");

  private static final HttpFilter ROUTER =
      HttpFilter.newBuilder()
          .setName("envoy.filters.http.router")
          .setTypedConfig(Any.pack(Router.newBuilder().setSuppressEnvoyHeaders(true).build()))
          .build();

  private HttpConnections() {}

  /**
   * The filter.
   *
   * @param routes the name of the route configuration
   * @param http what is routed: filters that no rule needs are left out
   * @param access what requests pass before anything else
   * @param edge whether clients are outside the mesh; then the client's address is the
   *     connection's, and is appended to X-Forwarded-For
   */
  static Filter filter(String routes, boolean edge, List<HttpFilter> access, Handler.Http http) {
    HttpConnectionManager manager =
        manager(routes, edge)
            .setRds(Rds.newBuilder().setRouteConfigName(routes).setConfigSource(AdsSource.ADS))
            .addAllHttpFilters(access)
            .addAllHttpFilters(filters(http.hosts()))
            .setXffNumTrustedHops(http.reading().trustedHops())
            .build();
    return TEMPLATE.clone().setTypedConfig(Any.pack(manager)).build();
  }

  /**
   * The filter of what comes to a workload: all of it goes on to one cluster. The workload is told
   * whose certificate a peer showed ({@code x-forwarded-client-cert}; istiod's {@code
   * buildSidecarInboundHTTPOpts}).
   *
   * @param asked the filters before
   */
  static Filter inbound(String name, String cluster, List<HttpFilter> asked) {
    Route everything =
        Route.newBuilder()
            .setName("default")
            .setMatch(RouteMatch.newBuilder().setPrefix("/"))
            .setRoute(
                io.envoyproxy.envoy.config.route.v3.RouteAction.newBuilder()
                    .setCluster(cluster)
                    .setTimeout(Times.NO_LIMIT))
            .build();
    HttpConnectionManager manager =
        manager(name, false)
            .setRouteConfig(
                RouteConfiguration.newBuilder()
                    .setName(name)
                    .setValidateClusters(BoolValue.of(false))
                    .addVirtualHosts(
                        io.envoyproxy.envoy.config.route.v3.VirtualHost.newBuilder()
                            .setName(name)
                            .addDomains("*")
                            .addRoutes(everything)))
            .setForwardClientCertDetails(ForwardClientCertDetails.APPEND_FORWARD)
            .setSetCurrentClientCertDetails(
                SetCurrentClientCertDetails.newBuilder()
                    .setSubject(BoolValue.of(true))
                    .setUri(true)
                    .setDns(true))
            .addAllHttpFilters(asked)
            .addHttpFilters(ROUTER)
            .build();
    return TEMPLATE.clone().setTypedConfig(Any.pack(manager)).build();
  }

  private static HttpConnectionManager.Builder manager(String name, boolean edge) {
    return HttpConnectionManager.newBuilder()
        .setStatPrefix(name)
        .setCodecType(CodecType.AUTO)
        .addUpgradeConfigs(UpgradeConfig.newBuilder().setUpgradeType("websocket"))
        .setNormalizePath(BoolValue.of(true))
        .setMergeSlashes(false)
        .setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.KEEP_UNCHANGED)
        .setGenerateRequestId(BoolValue.of(true))
        .setPreserveExternalRequestId(true)
        .setUseRemoteAddress(BoolValue.of(edge))
        .setServerHeaderTransformation(ServerHeaderTransformation.PASS_THROUGH)
        // No limit that nobody asked for: Envoy's default would end idle streams.
        .setStreamIdleTimeout(Times.NO_LIMIT);
  }

  private static List<HttpFilter> filters(List<VirtualHost> hosts) {
    List<RouteRule> rules = hosts.stream().flatMap(host -> host.rules().stream()).toList();
    List<HttpFilter> filters = new ArrayList<>();
    if (rules.stream().anyMatch(rule -> rule.cors() != null)) {
      filters.add(CorsPolicies.filter());
    }
    if (rules.stream().anyMatch(HttpConnections::hasFault)) {
      filters.add(Faults.filter());
    }
    if (rules.stream().anyMatch(HttpConnections::hasSession)) {
      filters.add(StatefulSessions.filter());
    }
    if (SpokenProtocols.matter(rules)) {
      filters.add(SpokenProtocols.filter());
    }
    filters.add(ROUTER);
    return filters;
  }

  private static boolean hasFault(RouteRule rule) {
    return rule.action() instanceof RouteAction.Forward forward
        && forward.delivery().fault() != null;
  }

  private static boolean hasSession(RouteRule rule) {
    return rule.action() instanceof RouteAction.Forward forward
        && forward.delivery().session() != null;
  }
}
