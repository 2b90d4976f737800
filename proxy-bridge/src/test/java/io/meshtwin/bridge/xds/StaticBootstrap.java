package io.meshtwin.bridge.xds;

import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
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
    return text(bootstrap.build());
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

  private static Listener inlined(Listener listener, Map<String, RouteConfiguration> routes)
      throws Exception {
    RouteConfiguration configuration = routes.get(listener.getName());
    if (configuration == null) {
      return listener;
    }
    Listener.Builder builder = listener.toBuilder();
    Filter.Builder filter = builder.getFilterChainsBuilder(0).getFiltersBuilder(0);
    HttpConnectionManager manager = filter.getTypedConfig().unpack(HttpConnectionManager.class);
    filter.setTypedConfig(
        com.google.protobuf.Any.pack(
            manager.toBuilder().clearRds().setRouteConfig(configuration).build()));
    return builder.build();
  }
}
