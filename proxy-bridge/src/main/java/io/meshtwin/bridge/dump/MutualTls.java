package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.ServerSide.Peers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code DownstreamTlsContext} of a workload's proxy, where it ends mutual TLS of the mesh
 * (istiod's {@code BuildInboundTLS}): the proxy's own certificate, the mesh's authorities, and a
 * client that must show a certificate of some trust domains.
 *
 * @param peers whose certificates are taken; no trust domain at all stands for any
 */
record MutualTls(Peers peers) {
  private static final String TLS =
      "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext";
  private static final String CERTIFICATE = "default";
  private static final String AUTHORITIES = "ROOTCA";
  private static final String SCHEME = "spiffe://";

  /**
   * What a chain ends; null for none. Other TLS its entry tells.
   *
   * @param chain told of what is not modelled
   */
  static @Nullable MutualTls of(Entry chain) {
    if (!chain.has("transport_socket")) {
      return null;
    }
    Entry socket = chain.message("transport_socket", "TransportSocket").harmless("name");
    Entry config = socket.typed("typed_config");
    if (config.type().endsWith(".RawBuffer")) {
      return null;
    }
    if (!config.type().equals(TLS)) {
      socket.refuse(config.type());
      return null;
    }
    config.harmless(TlsContexts.OF_SESSIONS);
    Entry common = config.message("common_tls_context", "CommonTlsContext");
    common.harmless("alpn_protocols", "key_log");
    Entry combined =
        common.message("combined_validation_context", "CombinedCertificateValidationContext");
    Entry own = combined.message("default_validation_context", "CertificateValidationContext");
    boolean mesh =
        config.flag("require_client_certificate", false)
            && secrets(common).equals(List.of(CERTIFICATE))
            && secret(combined.message("validation_context_sds_secret_config", "SdsSecretConfig"))
                .equals(AUTHORITIES);
    if (!mesh) {
      config.harmless();
      socket.refuse("TLS that is not the mesh's own");
      return null;
    }
    var parameters = TlsContexts.parameters(common.message("tls_params", "TlsParameters"));
    return new MutualTls(new Peers(trustDomains(own), parameters));
  }

  private static List<String> secrets(Entry common) {
    return common.messages("tls_certificate_sds_secret_configs", "SdsSecretConfig").stream()
        .map(MutualTls::secret)
        .toList();
  }

  private static String secret(Entry config) {
    return config.harmless("sds_config").text("name");
  }

  /** Identities begin with {@code spiffe://DOMAIN/}. */
  private static List<String> trustDomains(Entry own) {
    own.harmless("max_verify_depth");
    var matchers = new ArrayList<>(own.messages("match_subject_alt_names", "StringMatcher"));
    for (Entry typed : own.messages("match_typed_subject_alt_names", "SubjectAltNameMatcher")) {
      matchers.add(typed.harmless("san_type").message("matcher", "StringMatcher"));
    }
    var domains = new ArrayList<String>();
    for (Entry matcher : matchers) {
      String prefix = matcher.text("prefix");
      if (prefix.startsWith(SCHEME) && prefix.endsWith("/")) {
        domains.add(prefix.substring(SCHEME.length(), prefix.length() - 1));
      } else {
        matcher.refuse("match of an identity");
      }
    }
    return domains;
  }
}
