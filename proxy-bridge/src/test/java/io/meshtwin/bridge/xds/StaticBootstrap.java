package io.meshtwin.bridge.xds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.http.stateful_session.v3.StatefulSession;
import io.envoyproxy.envoy.extensions.filters.http.stateful_session.v3.StatefulSessionPerRoute;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.filters.udp.udp_proxy.v3.UdpProxyConfig;
import io.envoyproxy.envoy.extensions.http.stateful_session.cookie.v3.CookieBasedSessionState;
import io.envoyproxy.envoy.extensions.http.stateful_session.header.v3.HeaderBasedSessionState;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A proxy's resources as text, and as one static bootstrap, for {@code envoy --mode validate}. */
final class StaticBootstrap {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(HttpConnectionManager.getDescriptor())
                  .add(HttpProtocolOptions.getDescriptor())
                  .add(OriginalDst.getDescriptor())
                  .add(Router.getDescriptor())
                  .add(TcpProxy.getDescriptor())
                  .add(CorsPolicy.getDescriptor())
                  .add(Cors.getDescriptor())
                  .add(StatefulSession.getDescriptor())
                  .add(StatefulSessionPerRoute.getDescriptor())
                  .add(CookieBasedSessionState.getDescriptor())
                  .add(HeaderBasedSessionState.getDescriptor())
                  .add(TlsInspector.getDescriptor())
                  .add(HttpInspector.getDescriptor())
                  .add(DownstreamTlsContext.getDescriptor())
                  .add(UpstreamTlsContext.getDescriptor())
                  .add(UdpProxyConfig.getDescriptor())
                  .add(JwtAuthentication.getDescriptor())
                  .add(RBAC.getDescriptor())
                  .add(
                      io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
                          .getDescriptor())
                  .add(
                      io.envoyproxy.envoy.extensions.filters.network.ext_authz.v3.ExtAuthz
                          .getDescriptor())
                  .add(io.envoyproxy.envoy.extensions.filters.network.rbac.v3.RBAC.getDescriptor())
                  .add(
                      io.envoyproxy.envoy.extensions.filters.udp.udp_proxy.v3.Route.getDescriptor())
                  .build())
          .preservingProtoFieldNames();

  private StaticBootstrap() {}

  static String text(Message message) throws Exception {
    return PRINTER.print(message);
  }

  static String of(ProxyResources resources) throws Exception {
    Map<String, ClusterLoadAssignment> endpoints =
        resources.endpoints().stream()
            .collect(Collectors.toMap(ClusterLoadAssignment::getClusterName, Function.identity()));
    Map<String, RouteConfiguration> routes =
        resources.routes().stream()
            .collect(Collectors.toMap(RouteConfiguration::getName, Function.identity()));
    Bootstrap.Builder bootstrap = Bootstrap.newBuilder();
    for (Cluster cluster : resources.clusters()) {
      bootstrap.getStaticResourcesBuilder().addClusters(inlined(cluster, endpoints));
    }
    for (Listener listener : resources.listeners()) {
      bootstrap.getStaticResourcesBuilder().addListeners(inlined(listener, routes));
    }
    bootstrap.setNode(Node.newBuilder().setId("golden").setCluster("golden"));
    bootstrap
        .getStaticResourcesBuilder()
        .addClusters(Cluster.newBuilder().setName(MeshTls.AGENT).setType(DiscoveryType.STATIC));
    resources.secrets().all().forEach(bootstrap.getStaticResourcesBuilder()::addSecrets);
    return withoutSds(text(bootstrap.build()));
  }

  private static Cluster inlined(Cluster cluster, Map<String, ClusterLoadAssignment> endpoints) {
    ClusterLoadAssignment assignment = endpoints.get(cluster.getName());
    return assignment == null
        ? cluster
        : cluster.toBuilder()
            .clearEdsClusterConfig()
            .setType(DiscoveryType.STATIC)
            .setLoadAssignment(assignment)
            .build();
  }

  /** Static secrets are named without a source; those of the agent beside the proxy keep theirs. */
  private static String withoutSds(String json) throws Exception {
    JsonNode tree = new ObjectMapper().readTree(json);
    for (JsonNode parent : tree.findParents("sds_config")) {
      if (parent.path("sds_config").has("ads")) {
        ((ObjectNode) parent).remove("sds_config");
      }
    }
    return tree.toString();
  }

  private static Listener inlined(Listener listener, Map<String, RouteConfiguration> routes)
      throws Exception {
    Listener.Builder builder = listener.toBuilder();
    for (FilterChain.Builder chain : builder.getFilterChainsBuilderList()) {
      for (Filter.Builder filter : chain.getFiltersBuilderList()) {
        if (filter.getTypedConfig().is(HttpConnectionManager.class)) {
          filter.setTypedConfig(inlined(filter.getTypedConfig(), routes));
        }
      }
    }
    return builder.build();
  }

  private static Any inlined(Any filter, Map<String, RouteConfiguration> routes) throws Exception {
    HttpConnectionManager manager = filter.unpack(HttpConnectionManager.class);
    RouteConfiguration configuration = routes.get(manager.getRds().getRouteConfigName());
    return configuration == null
        ? filter
        : Any.pack(manager.toBuilder().clearRds().setRouteConfig(configuration).build());
  }
}
