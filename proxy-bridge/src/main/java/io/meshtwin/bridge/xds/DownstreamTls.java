package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext.TrustChainVerification;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServerTls;
import java.util.List;

/** {@code DownstreamTlsContext}: the proxy's side of a handshake with a client. */
final class DownstreamTls {
  static final String TLS_SOCKET = "envoy.transport_sockets.tls";

  /** HTTP/2 is offered first (Gateway API, HTTPS listeners). */
  private static final List<String> HTTP = List.of("h2", "http/1.1");

  private DownstreamTls() {}

  /**
   * The socket.
   *
   * @param http whether HTTP is spoken within, so that the client may choose its version
   */
  static TransportSocket socket(ServerTls tls, boolean http, SdsSecrets secrets, Origin origin)
      throws Unsupported {
    CommonTlsContext.Builder common = CommonTlsContext.newBuilder();
    for (ResourceKey certificate : tls.certificates()) {
      common.addTlsCertificateSdsSecretConfigs(secrets.certificate(certificate, origin));
    }
    if (http) {
      common.addAllAlpnProtocols(HTTP);
    }
    DownstreamTlsContext.Builder context = DownstreamTlsContext.newBuilder();
    ServerTls.ClientValidation clients = tls.clients();
    if (clients != null) {
      common.setCombinedValidationContext(validation(clients, secrets, origin));
      context.setRequireClientCertificate(BoolValue.of(!clients.insecureFallback()));
    }
    return TransportSocket.newBuilder()
        .setName(TLS_SOCKET)
        .setTypedConfig(Any.pack(context.setCommonTlsContext(common).build()))
        .build();
  }

  /** GEP-91, AllowInsecureFallback: asked for, checked, and served whatever comes of it. */
  private static CombinedCertificateValidationContext validation(
      ServerTls.ClientValidation clients, SdsSecrets secrets, Origin origin) throws Unsupported {
    CertificateValidationContext.Builder own = CertificateValidationContext.newBuilder();
    if (clients.insecureFallback()) {
      own.setTrustChainVerification(TrustChainVerification.ACCEPT_UNTRUSTED);
    }
    return CombinedCertificateValidationContext.newBuilder()
        .setDefaultValidationContext(own)
        .setValidationContextSdsSecretConfig(secrets.authorities(clients.authorities(), origin))
        .build();
  }
}
