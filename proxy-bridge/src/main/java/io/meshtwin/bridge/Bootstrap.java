package io.meshtwin.bridge;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.DynamicResources;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.StaticResources;
import io.envoyproxy.envoy.config.bootstrap.v3.LayeredRuntime;
import io.envoyproxy.envoy.config.bootstrap.v3.RuntimeLayer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.meshtwin.bridge.xds.ProxyId;

/**
 * What an Envoy is started with to become a proxy of the mesh: its identity, and where the bridge
 * is.
 *
 * @param proxy which proxy
 * @param xdsHost the bridge's address or name
 * @param xdsPort the bridge's port
 * @param adminPort the port of Envoy's admin page on 127.0.0.1; 0 for none
 * @param delta whether to speak delta xDS instead of state of the world
 * @param agent who hands out the workload's certificates
 */
public record Bootstrap(
    ProxyId proxy, String xdsHost, int xdsPort, int adminPort, boolean delta, Agent agent) {
  /** Where Istio's agent, and SPIRE's for Istio, has its socket in the proxy's container. */
  public static final String AGENT_SOCKET = "/var/run/secrets/workload-spiffe-uds/socket";

  /** Where the agent beside the proxy serves SDS. */
  public sealed interface Agent {
    /** At a Unix socket in the proxy's file system. */
    record Socket(String path) implements Agent {}

    /** At an address. */
    record At(String host, int port) implements Agent {}
  }

  /** With the agent at {@link #AGENT_SOCKET}. */
  public Bootstrap(ProxyId proxy, String xdsHost, int xdsPort, int adminPort, boolean delta) {
    this(proxy, xdsHost, xdsPort, adminPort, delta, new Agent.Socket(AGENT_SOCKET));
  }

  private static final String XDS_CLUSTER = "meshtwin_xds";

  /** As what is pushed names it ({@code xds.MeshTls}). */
  private static final String AGENT_CLUSTER = "sds-grpc";

  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  /** A stock Envoy refuses regular expressions above program size 100; Istio's limit is this. */
  private static final int LARGEST_REGEX_PROGRAM = 32_768;

  private static final int REGEX_WARNING = 1_024;

  /**
   * Newer Envoys compare each value of a repeated header on its own. Off, all versions compare the
   * values joined with a comma, as routing says and RFC 9110 (5.3) means them.
   */
  private static final String MATCH_HEADERS_INDIVIDUALLY =
      "envoy.reloadable_features.match_headers_individually";

  /** As JSON, which is YAML too. */
  public String json() {
    TypeRegistry types = TypeRegistry.newBuilder().add(HttpProtocolOptions.getDescriptor()).build();
    try {
      return JsonFormat.printer()
              .usingTypeRegistry(types)
              .preservingProtoFieldNames()
              .print(message())
          + "\n";
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("every type of the bootstrap is registered", e);
    }
  }

  private Message message() {
    var bootstrap =
        io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.newBuilder()
            .setNode(Node.newBuilder().setId(proxy.nodeId()).setCluster(proxy.namespace()))
            .setStaticResources(
                StaticResources.newBuilder().addClusters(bridge()).addClusters(agents()))
            .setDynamicResources(
                DynamicResources.newBuilder()
                    .setAdsConfig(ads())
                    .setCdsConfig(overAds())
                    .setLdsConfig(overAds()))
            .setLayeredRuntime(LayeredRuntime.newBuilder().addLayers(runtime()));
    if (adminPort != 0) {
      bootstrap.setAdmin(Admin.newBuilder().setAddress(address("127.0.0.1", adminPort)));
    }
    return bootstrap.build();
  }

  private ApiConfigSource ads() {
    return ApiConfigSource.newBuilder()
        .setApiType(delta ? ApiConfigSource.ApiType.DELTA_GRPC : ApiConfigSource.ApiType.GRPC)
        .setTransportApiVersion(ApiVersion.V3)
        .setSetNodeOnFirstMessageOnly(true)
        .addGrpcServices(
            GrpcService.newBuilder()
                .setEnvoyGrpc(GrpcService.EnvoyGrpc.newBuilder().setClusterName(XDS_CLUSTER)))
        .build();
  }

  private Cluster bridge() {
    return server(XDS_CLUSTER, address(xdsHost, xdsPort));
  }

  private Cluster agents() {
    return server(
        AGENT_CLUSTER,
        switch (agent) {
          case Agent.Socket socket ->
              Address.newBuilder().setPipe(Pipe.newBuilder().setPath(socket.path())).build();
          case Agent.At at -> address(at.host(), at.port());
        });
  }

  private static Cluster server(String name, Address address) {
    return Cluster.newBuilder()
        .setName(name)
        .setType(
            address.hasPipe() ? Cluster.DiscoveryType.STATIC : Cluster.DiscoveryType.STRICT_DNS)
        .setConnectTimeout(Duration.newBuilder().setSeconds(5))
        .setLoadAssignment(
            ClusterLoadAssignment.newBuilder()
                .setClusterName(name)
                .addEndpoints(
                    LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(
                            LbEndpoint.newBuilder()
                                .setEndpoint(Endpoint.newBuilder().setAddress(address)))))
        .putTypedExtensionProtocolOptions(HTTP_OPTIONS, http2())
        .build();
  }

  /** HTTP/2 with pings, so that a bridge that vanished is noticed. */
  private static Any http2() {
    return Any.pack(
        HttpProtocolOptions.newBuilder()
            .setExplicitHttpConfig(
                HttpProtocolOptions.ExplicitHttpConfig.newBuilder()
                    .setHttp2ProtocolOptions(
                        Http2ProtocolOptions.newBuilder()
                            .setConnectionKeepalive(
                                KeepaliveSettings.newBuilder()
                                    .setInterval(Duration.newBuilder().setSeconds(30))
                                    .setTimeout(Duration.newBuilder().setSeconds(10)))))
            .build());
  }

  private static RuntimeLayer runtime() {
    return RuntimeLayer.newBuilder()
        .setName("meshtwin")
        .setStaticLayer(
            Struct.newBuilder()
                .putFields("re2.max_program_size.error_level", number(LARGEST_REGEX_PROGRAM))
                .putFields("re2.max_program_size.warn_level", number(REGEX_WARNING))
                .putFields(
                    MATCH_HEADERS_INDIVIDUALLY, Value.newBuilder().setBoolValue(false).build()))
        .build();
  }

  private static ConfigSource overAds() {
    return ConfigSource.newBuilder()
        .setAds(AggregatedConfigSource.getDefaultInstance())
        .setResourceApiVersion(ApiVersion.V3)
        .build();
  }

  private static Address address(String host, int port) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(host).setPortValue(port))
        .build();
  }

  private static Value number(int value) {
    return Value.newBuilder().setNumberValue(value).build();
  }
}
