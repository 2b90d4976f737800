package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.EdsClusterConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.OriginalDstLbConfig;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Timeouts;

/** {@code Cluster}: endpoints by EDS, round robin, one protocol. */
final class Clusters {
  /** The name of a cluster's options for HTTP. */
  static final String HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  private static final Duration CONNECT_TIMEOUT =
      Duration.newBuilder().setSeconds(Timeouts.CONNECT.toSeconds()).build();

  /**
   * 2^32 - 1: no limit that nobody asked for; Envoy's default is 1024 of each, answered with 503.
   */
  private static final UInt32Value UNLIMITED = UInt32Value.of(-1);

  private static final CircuitBreakers NO_CIRCUIT_BREAKER =
      CircuitBreakers.newBuilder()
          .addThresholds(
              CircuitBreakers.Thresholds.newBuilder()
                  .setMaxConnections(UNLIMITED)
                  .setMaxPendingRequests(UNLIMITED)
                  .setMaxRequests(UNLIMITED)
                  .setMaxRetries(UNLIMITED))
          .build();

  private Clusters() {}

  /** A cluster of endpoints; the caller adds the socket where they speak TLS. */
  static io.envoyproxy.envoy.config.cluster.v3.Cluster.Builder of(
      String name, Cluster.Protocol protocol) {
    var builder =
        template(name)
            .setType(DiscoveryType.EDS)
            .setEdsClusterConfig(EdsClusterConfig.newBuilder().setEdsConfig(AdsSource.ADS))
            .setLbPolicy(LbPolicy.ROUND_ROBIN);
    return speaking(builder, protocol);
  }

  /** The version of HTTP that requests go on in: HTTP/1.1 where a cluster says none. */
  static io.envoyproxy.envoy.config.cluster.v3.Cluster.Builder speaking(
      io.envoyproxy.envoy.config.cluster.v3.Cluster.Builder builder, Cluster.Protocol protocol) {
    return switch (protocol) {
      case HTTP2 -> http2(builder);
      case UNSAID -> asTheClientDoes(builder);
      case HTTP, TCP, UDP -> builder;
    };
  }

  /** Connects to the address that the client dialed. */
  static io.envoyproxy.envoy.config.cluster.v3.Cluster passthrough() {
    return original(Names.PASSTHROUGH, 0).build();
  }

  /**
   * Connects to the address that the client dialed.
   *
   * @param port the port that is dialed instead, 0 for the same
   */
  static io.envoyproxy.envoy.config.cluster.v3.Cluster.Builder original(String name, int port) {
    var builder =
        template(name).setType(DiscoveryType.ORIGINAL_DST).setLbPolicy(LbPolicy.CLUSTER_PROVIDED);
    if (port > 0) {
      builder.setOriginalDstLbConfig(
          OriginalDstLbConfig.newBuilder().setUpstreamPortOverride(UInt32Value.of(port)));
    }
    return builder;
  }

  /** HTTP/1 or HTTP/2 as the client's request is (Envoy, {@code use_downstream_protocol}). */
  static io.envoyproxy.envoy.config.cluster.v3.Cluster.Builder asTheClientDoes(
      io.envoyproxy.envoy.config.cluster.v3.Cluster.Builder builder) {
    return builder.putTypedExtensionProtocolOptions(
        HTTP_OPTIONS,
        Any.pack(
            HttpProtocolOptions.newBuilder()
                .setUseDownstreamProtocolConfig(
                    UseDownstreamHttpConfig.newBuilder()
                        .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
                .build()));
  }

  static io.envoyproxy.envoy.config.cluster.v3.Cluster.Builder template(String name) {
    return io.envoyproxy.envoy.config.cluster.v3.Cluster.newBuilder()
        .setName(name)
        .setConnectTimeout(CONNECT_TIMEOUT)
        .setCircuitBreakers(NO_CIRCUIT_BREAKER);
  }

  /** HTTP/2 whatever the client speaks. */
  static io.envoyproxy.envoy.config.cluster.v3.Cluster.Builder http2(
      io.envoyproxy.envoy.config.cluster.v3.Cluster.Builder builder) {
    return builder.putTypedExtensionProtocolOptions(HTTP_OPTIONS, http2());
  }

  private static Any http2() {
    return Any.pack(
        HttpProtocolOptions.newBuilder()
            .setExplicitHttpConfig(
                ExplicitHttpConfig.newBuilder()
                    .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
            .build());
  }
}
