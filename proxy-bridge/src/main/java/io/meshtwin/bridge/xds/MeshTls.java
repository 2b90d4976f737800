package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.ServerSide;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.List;

/**
 * Mutual TLS between proxies. The proxy's own certificate and the mesh's authorities come from the
 * agent beside it, as istiod's and SPIRE's agents serve them: the bridge never holds them.
 */
final class MeshTls {
  /** The cluster of the bootstrap that reaches the agent. */
  static final String AGENT = "sds-grpc";

  /** The proxy's own certificate, as Istio's and SPIRE's agents name it. */
  static final String CERTIFICATE = "default";

  /** The mesh's authorities, likewise. */
  static final String AUTHORITIES = "ROOTCA";

  private static final String RAW_BUFFER = "envoy.transport_sockets.raw_buffer";
  private static final String MATCH = "envoy.transport_socket_match";
  private static final String TLS_MODE = "tlsMode";
  private static final String ISTIO = "istio";
  private static final Struct MUTUAL =
      Struct.newBuilder()
          .putFields(TLS_MODE, Value.newBuilder().setStringValue(ISTIO).build())
          .build();

  private MeshTls() {}

  /** Which of a cluster's endpoints are spoken to so. */
  enum Spoken {
    /** All of them. */
    TO_ALL,
    /** Those that take it. */
    TO_SOME,
    /** None of them. */
    TO_NONE
  }

  /** Makes a cluster speak it. */
  static void client(
      Cluster.Builder cluster, UpstreamTls.Mesh tls, Protocol protocol, Spoken spoken) {
    TransportSocket socket = socket(tls, protocol);
    if (spoken != Spoken.TO_NONE) {
      SpokenProtocols.note(cluster, protocol);
    }
    if (spoken == Spoken.TO_ALL) {
      cluster.setTransportSocket(socket);
    } else if (spoken == Spoken.TO_SOME) {
      cluster.addTransportSocketMatches(
          Cluster.TransportSocketMatch.newBuilder()
              .setName("tlsMode-istio")
              .setMatch(MUTUAL)
              .setTransportSocket(socket));
      cluster.addTransportSocketMatches(
          Cluster.TransportSocketMatch.newBuilder()
              .setName("tlsMode-disabled")
              .setMatch(Struct.getDefaultInstance())
              .setTransportSocket(
                  TransportSocket.newBuilder()
                      .setName(RAW_BUFFER)
                      .setTypedConfig(Any.pack(RawBuffer.getDefaultInstance()))));
    }
  }

  /** An endpoint with what {@code transport_socket_matches} reads. */
  static LbEndpoint.Builder labelled(Endpoint endpoint) {
    LbEndpoint.Builder builder = LbEndpoint.newBuilder();
    if (endpoint.mutual()) {
      builder.setMetadata(Metadata.newBuilder().putFilterMetadata(MATCH, MUTUAL));
    }
    return builder;
  }

  /**
   * The server's side: a client without a certificate of the mesh is refused (istiod's {@code
   * BuildInboundTLS}). What clients offer chooses the chain before; agreed to is what the chain
   * speaks, and never Istio's exchange of metadata, for which Envoy has no filter.
   *
   * @param http whether requests are read; otherwise bytes are passed on
   */
  static TransportSocket server(boolean http, ServerSide.Peers peers) {
    CommonTlsContext.Builder common = common(peers(peers.trustDomains()));
    common.setTlsParams(DownstreamTls.parameters(peers.parameters()));
    if (http) {
      common.addAllAlpnProtocols(List.of("h2", "http/1.1"));
    }
    return TransportSocket.newBuilder()
        .setName(DownstreamTls.TLS_SOCKET)
        .setTypedConfig(
            Any.pack(
                DownstreamTlsContext.newBuilder()
                    .setCommonTlsContext(common)
                    .setRequireClientCertificate(BoolValue.of(true))
                    .build()))
        .build();
  }

  /** The proxy's own certificate, from its agent. */
  static SdsSecretConfig certificate() {
    return secret(CERTIFICATE);
  }

  /** The mesh's authorities, from its agent. */
  static SdsSecretConfig authorities() {
    return secret(AUTHORITIES);
  }

  private static TransportSocket socket(UpstreamTls.Mesh tls, Protocol protocol) {
    CommonTlsContext.Builder common = common(names(tls.subjectAltNames()));
    common.addAllAlpnProtocols(alpn(protocol));
    return TransportSocket.newBuilder()
        .setName(DownstreamTls.TLS_SOCKET)
        .setTypedConfig(
            Any.pack(
                UpstreamTlsContext.newBuilder()
                    .setSni(tls.sni())
                    .setCommonTlsContext(common)
                    .build()))
        .build();
  }

  /** By these a server's chains tell requests and other bytes apart. */
  static List<String> alpn(Protocol protocol) {
    return switch (protocol) {
      case HTTP -> List.of("istio-http/1.1", ISTIO, "http/1.1");
      case HTTP2 -> List.of("istio-h2", ISTIO, "h2");
      case TCP, UNSAID, UDP -> List.of("istio-peer-exchange", ISTIO);
    };
  }

  private static CertificateValidationContext names(List<String> names) {
    CertificateValidationContext.Builder own = CertificateValidationContext.newBuilder();
    for (String name : names) {
      own.addMatchTypedSubjectAltNames(
          SubjectAltNameMatcher.newBuilder()
              .setSanType(name.contains("://") ? SanType.URI : SanType.DNS)
              .setMatcher(StringMatcher.newBuilder().setExact(name)));
    }
    return own.build();
  }

  /** Identities of the mesh's own trust domains (AppendURIPrefixToTrustDomain). */
  private static CertificateValidationContext peers(List<String> trustDomains) {
    CertificateValidationContext.Builder own = CertificateValidationContext.newBuilder();
    for (String domain : trustDomains) {
      own.addMatchTypedSubjectAltNames(
          SubjectAltNameMatcher.newBuilder()
              .setSanType(SanType.URI)
              .setMatcher(StringMatcher.newBuilder().setPrefix("spiffe://" + domain + "/")));
    }
    return own.build();
  }

  private static CommonTlsContext.Builder common(CertificateValidationContext own) {
    return CommonTlsContext.newBuilder()
        .addTlsCertificateSdsSecretConfigs(secret(CERTIFICATE))
        .setCombinedValidationContext(
            CombinedCertificateValidationContext.newBuilder()
                .setDefaultValidationContext(own)
                .setValidationContextSdsSecretConfig(secret(AUTHORITIES)));
  }

  private static SdsSecretConfig secret(String name) {
    return SdsSecretConfig.newBuilder()
        .setName(name)
        .setSdsConfig(
            ConfigSource.newBuilder()
                .setResourceApiVersion(ApiVersion.V3)
                .setApiConfigSource(
                    ApiConfigSource.newBuilder()
                        .setApiType(ApiConfigSource.ApiType.GRPC)
                        .setTransportApiVersion(ApiVersion.V3)
                        .addGrpcServices(
                            GrpcService.newBuilder()
                                .setEnvoyGrpc(
                                    GrpcService.EnvoyGrpc.newBuilder().setClusterName(AGENT)))))
        .build();
  }
}
