package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext.TrustChainVerification;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServerTls;
import io.meshtwin.twin.routing.TlsParameters.Version;
import java.util.List;

/** {@code DownstreamTlsContext}: the proxy's side of a handshake with a client. */
final class DownstreamTls {
  static final String TLS_SOCKET = "envoy.transport_sockets.tls";

  /** HTTP/2 is offered first (Gateway API, HTTPS listeners). */
  private static final List<String> HTTP = List.of("h2", "http/1.1");

  /** A name without a type means any of them, as Envoy once had it (match_subject_alt_names). */
  private static final List<SanType> NAMES =
      List.of(SanType.DNS, SanType.URI, SanType.EMAIL, SanType.IP_ADDRESS);

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
      common.addTlsCertificateSdsSecretConfigs(certificate(certificate, secrets, origin));
    }
    if (http) {
      common.addAllAlpnProtocols(HTTP);
    }
    DownstreamTlsContext.Builder context = DownstreamTlsContext.newBuilder();
    ServerTls.ClientValidation clients = tls.clients();
    if (clients != null) {
      common.setCombinedValidationContext(validation(clients, secrets, origin));
      context.setRequireClientCertificate(BoolValue.of(clients.demand().required()));
    }
    if (!tls.parameters().equals(io.meshtwin.twin.routing.TlsParameters.USUAL)) {
      common.setTlsParams(parameters(tls.parameters()));
    }
    return TransportSocket.newBuilder()
        .setName(TLS_SOCKET)
        .setTypedConfig(Any.pack(context.setCommonTlsContext(common).build()))
        .build();
  }

  private static SdsSecretConfig certificate(ResourceKey key, SdsSecrets secrets, Origin origin)
      throws Unsupported {
    List<String> paths = ServerTls.paths(key);
    if (paths.size() == 2) {
      return secrets.certificate(paths.getFirst(), paths.getLast());
    }
    return key.equals(ServerTls.OF_THE_MESH)
        ? MeshTls.certificate()
        : secrets.certificate(key, origin);
  }

  private static SdsSecretConfig authorities(
      List<ResourceKey> keys, SdsSecrets secrets, Origin origin) throws Unsupported {
    List<String> paths = keys.size() == 1 ? ServerTls.paths(keys.getFirst()) : List.of();
    if (paths.size() == 1) {
      return secrets.authorities(paths.getFirst());
    }
    return keys.contains(ServerTls.OF_THE_MESH)
        ? MeshTls.authorities()
        : secrets.authorities(keys, origin);
  }

  /** GEP-91, AllowInsecureFallback: asked for, checked, and served whatever comes of it. */
  private static CombinedCertificateValidationContext validation(
      ServerTls.ClientValidation clients, SdsSecrets secrets, Origin origin) throws Unsupported {
    CertificateValidationContext.Builder own = CertificateValidationContext.newBuilder();
    if (!clients.demand().verified()) {
      own.setTrustChainVerification(TrustChainVerification.ACCEPT_UNTRUSTED);
    }
    for (String name : clients.names()) {
      for (SanType type : NAMES) {
        own.addMatchTypedSubjectAltNames(
            SubjectAltNameMatcher.newBuilder()
                .setSanType(type)
                .setMatcher(StringMatcher.newBuilder().setExact(name)));
      }
    }
    ResourceKey revoked = clients.revocations();
    List<String> list = revoked == null ? List.of() : ServerTls.paths(revoked);
    if (!list.isEmpty()) {
      own.setCrl(DataSource.newBuilder().setFilename(list.getFirst()));
    }
    own.addAllVerifyCertificateHash(clients.hashes());
    own.addAllVerifyCertificateSpki(clients.keyHashes());
    return CombinedCertificateValidationContext.newBuilder()
        .setDefaultValidationContext(own)
        .setValidationContextSdsSecretConfig(
            revoked != null && list.isEmpty()
                ? secrets.revoking(revoked, origin)
                : authorities(clients.authorities(), secrets, origin))
        .build();
  }

  static TlsParameters parameters(io.meshtwin.twin.routing.TlsParameters wanted) {
    return TlsParameters.newBuilder()
        .setTlsMinimumProtocolVersion(version(wanted.least()))
        .setTlsMaximumProtocolVersion(version(wanted.most()))
        .addAllCipherSuites(wanted.cipherSuites())
        .build();
  }

  private static TlsParameters.TlsProtocol version(Version version) {
    return switch (version) {
      case V1_0 -> TlsParameters.TlsProtocol.TLSv1_0;
      case V1_1 -> TlsParameters.TlsProtocol.TLSv1_1;
      case V1_2 -> TlsParameters.TlsProtocol.TLSv1_2;
      case V1_3 -> TlsParameters.TlsProtocol.TLSv1_3;
    };
  }
}
