package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.core.v3.UpstreamHttpProtocolOptions;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.UpstreamTls;

/**
 * TLS that a DestinationRule originates (istiod, {@code constructUpstreamTLS}). Without {@code sni}
 * each request's Host is asked for, and expected in the certificate where no names are given.
 */
final class OriginatedTls {
  private OriginatedTls() {}

  /** Makes a cluster speak it. */
  static void into(
      Cluster.Builder cluster,
      UpstreamTls.Originated tls,
      Protocol protocol,
      UpstreamSecrets secrets)
      throws Unsupported {
    CommonTlsContext.Builder common =
        CommonTlsContext.newBuilder()
            .setTlsParams(
                TlsParameters.newBuilder()
                    .setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_2)
                    .setTlsMaximumProtocolVersion(TlsProtocol.TLSv1_3));
    if (protocol == Protocol.HTTP2) {
      common.addAlpnProtocols("h2");
    }
    if (tls.mutual()) {
      common.addTlsCertificateSdsSecretConfigs(secrets.certificate());
    }
    if (tls.verified()) {
      common.setCombinedValidationContext(
          CombinedCertificateValidationContext.newBuilder()
              .setDefaultValidationContext(UpstreamTlsSockets.names(tls.subjectAltNames()))
              .setValidationContextSdsSecretConfig(secrets.authorities()));
    }
    UpstreamTlsContext context =
        UpstreamTlsContext.newBuilder().setSni(tls.sni()).setCommonTlsContext(common).build();
    cluster.setTransportSocket(
        TransportSocket.newBuilder()
            .setName(DownstreamTls.TLS_SOCKET)
            .setTypedConfig(Any.pack(context)));
    // Whatever the port says that it carries: it may be looked into.
    if (tls.sni().isEmpty()) {
      byHost(cluster, tls.verified() && tls.subjectAltNames().isEmpty());
    }
  }

  /** {@code setAutoSniAndAutoSanValidation}. */
  private static void byHost(Cluster.Builder cluster, boolean expected) {
    HttpProtocolOptions.Builder options = options(cluster);
    options.setUpstreamHttpProtocolOptions(
        UpstreamHttpProtocolOptions.newBuilder().setAutoSni(true).setAutoSanValidation(expected));
    cluster.putTypedExtensionProtocolOptions(Clusters.HTTP_OPTIONS, Any.pack(options.build()));
  }

  private static HttpProtocolOptions.Builder options(Cluster.Builder cluster) {
    Any given = cluster.getTypedExtensionProtocolOptionsMap().get(Clusters.HTTP_OPTIONS);
    if (given == null) {
      return HttpProtocolOptions.newBuilder()
          .setExplicitHttpConfig(
              ExplicitHttpConfig.newBuilder()
                  .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance()));
    }
    try {
      return given.unpack(HttpProtocolOptions.class).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("options of " + cluster.getName() + " are not our own", e);
    }
  }
}
