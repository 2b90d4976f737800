package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.meshtwin.twin.resource.IpAddress;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.List;

/** {@code UpstreamTlsContext}: the proxy's side of a handshake with a backend. */
final class UpstreamTlsSockets {
  private UpstreamTlsSockets() {}

  static TransportSocket of(
      UpstreamTls.ByPolicy tls, Protocol protocol, SdsSecrets secrets, Origin origin)
      throws Unsupported {
    CommonTlsContext.Builder common =
        CommonTlsContext.newBuilder()
            .addAllAlpnProtocols(alpn(protocol))
            .setCombinedValidationContext(
                CombinedCertificateValidationContext.newBuilder()
                    .setDefaultValidationContext(
                        names(
                            tls.subjectAltNames().isEmpty()
                                ? List.of(tls.sni())
                                : tls.subjectAltNames()))
                    .setValidationContextSdsSecretConfig(
                        secrets.authorities(tls.authorities(), origin)));
    if (tls.clientCertificate() != null) {
      common.addTlsCertificateSdsSecretConfigs(
          secrets.certificate(tls.clientCertificate(), origin));
    }
    UpstreamTlsContext context =
        UpstreamTlsContext.newBuilder().setSni(tls.sni()).setCommonTlsContext(common).build();
    return TransportSocket.newBuilder()
        .setName(DownstreamTls.TLS_SOCKET)
        .setTypedConfig(Any.pack(context))
        .build();
  }

  private static List<String> alpn(Protocol protocol) {
    return switch (protocol) {
      case HTTP -> List.of("http/1.1");
      case HTTP2 -> List.of("h2");
      case TCP, UNSAID, UDP -> List.of();
    };
  }

  /** One of the names must be in the certificate; an exact DNS name is met by a wildcard's too. */
  static CertificateValidationContext names(List<String> names) {
    CertificateValidationContext.Builder context = CertificateValidationContext.newBuilder();
    for (String name : names) {
      context.addMatchTypedSubjectAltNames(
          SubjectAltNameMatcher.newBuilder()
              .setSanType(type(name))
              .setMatcher(StringMatcher.newBuilder().setExact(name)));
    }
    return context.build();
  }

  private static SanType type(String name) {
    if (IpAddress.isOne(name)) {
      return SanType.IP_ADDRESS;
    }
    return name.contains("://") ? SanType.URI : SanType.DNS;
  }
}
