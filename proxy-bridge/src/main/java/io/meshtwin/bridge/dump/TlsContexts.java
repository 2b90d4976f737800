package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.ServerTls;
import io.meshtwin.twin.routing.ServerTls.ClientValidation;
import io.meshtwin.twin.routing.ServerTls.Demand;
import io.meshtwin.twin.routing.TlsParameters;
import io.meshtwin.twin.routing.TlsParameters.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code DownstreamTlsContext}, and what it shares with {@code UpstreamTlsContext}. */
final class TlsContexts {
  static final String[] OF_SESSIONS = {
    "session_ticket_keys",
    "session_ticket_keys_sds_secret_config",
    "session_timeout",
    "disable_stateless_session_resumption",
    "disable_stateful_session_resumption",
    "ocsp_staple_policy",
    "prefer_client_ciphers"
  };

  private final SecretNames secrets;

  TlsContexts(SecretNames secrets) {
    this.secrets = secrets;
  }

  /** A proxy's side of the handshake with clients. */
  ServerTls server(Entry context) {
    context.harmless(OF_SESSIONS);
    Entry common = context.message("common_tls_context", "CommonTlsContext");
    common.harmless("alpn_protocols", "key_log");
    boolean required = context.flag("require_client_certificate", false);
    Checks checks = checks(common);
    return new ServerTls(
        certificates(common),
        checks == null ? null : validation(checks, required),
        parameters(common.message("tls_params", "TlsParameters")),
        null);
  }

  private static ClientValidation validation(Checks checks, boolean required) {
    Demand demand =
        checks.untrusted()
            ? (required ? Demand.SHOWN : Demand.FALLBACK)
            : (required ? Demand.REQUIRED : Demand.OPTIONAL);
    return new ClientValidation(
        checks.authorities(), demand, checks.names(), checks.hashes(), checks.keyHashes(), null);
  }

  /** Secrets by name, and what stands in the context itself. */
  List<ResourceKey> certificates(Entry common) {
    var keys = new ArrayList<ResourceKey>();
    for (Entry config : common.messages("tls_certificate_sds_secret_configs", "SdsSecretConfig")) {
      keys.add(secrets.certificate(config.harmless("sds_config").text("name")));
    }
    for (Entry own : common.messages("tls_certificates", "TlsCertificate")) {
      Entry chain = own.harmless().message("certificate_chain", "DataSource").harmless();
      String file = chain.text("filename");
      keys.add(secrets.certificate(file.isEmpty() ? "inline certificate" : file));
    }
    return keys;
  }

  /**
   * How a peer's certificate is checked.
   *
   * @param untrusted whether any chain is taken
   */
  record Checks(
      List<ResourceKey> authorities,
      boolean untrusted,
      List<String> names,
      List<String> hashes,
      List<String> keyHashes) {}

  /** What a context asks of the peer's certificate; null for nothing. */
  @Nullable Checks checks(Entry common) {
    var authorities = new ArrayList<ResourceKey>();
    Entry own = null;
    if (common.has("combined_validation_context")) {
      Entry combined =
          common.message("combined_validation_context", "CombinedCertificateValidationContext");
      own = combined.message("default_validation_context", "CertificateValidationContext");
      Entry sds = combined.message("validation_context_sds_secret_config", "SdsSecretConfig");
      authorities.addAll(secrets.authorities(sds.harmless("sds_config").text("name")));
    } else if (common.has("validation_context_sds_secret_config")) {
      Entry sds = common.message("validation_context_sds_secret_config", "SdsSecretConfig");
      authorities.addAll(secrets.authorities(sds.harmless("sds_config").text("name")));
      own = common.message("validation_context", "CertificateValidationContext");
    } else if (common.has("validation_context")) {
      own = common.message("validation_context", "CertificateValidationContext");
    }
    return own == null ? null : checks(own, authorities);
  }

  private Checks checks(Entry own, List<ResourceKey> authorities) {
    own.harmless("max_verify_depth", "require_signed_certificate_timestamp");
    if (own.has("trusted_ca")) {
      String file = own.message("trusted_ca", "DataSource").harmless().text("filename");
      authorities.add(secrets.certificate(file.isEmpty() ? "inline authorities" : file));
    }
    boolean untrusted = own.text("trust_chain_verification").equals("ACCEPT_UNTRUSTED");
    var names = new ArrayList<String>();
    for (Entry name : own.messages("match_typed_subject_alt_names", "SubjectAltNameMatcher")) {
      Entry matcher = name.harmless("san_type").message("matcher", "StringMatcher");
      names.add(matcher.text("exact"));
    }
    for (Entry name : own.messages("match_subject_alt_names", "StringMatcher")) {
      names.add(name.text("exact"));
    }
    return new Checks(
        authorities,
        untrusted,
        names.stream().distinct().toList(),
        own.texts("verify_certificate_hash"),
        own.texts("verify_certificate_spki"));
  }

  static TlsParameters parameters(Entry parameters) {
    if (parameters.isEmpty()) {
      return TlsParameters.USUAL;
    }
    parameters.harmless("ecdh_curves", "signature_algorithms");
    return new TlsParameters(
        version(parameters.text("tls_minimum_protocol_version"), TlsParameters.USUAL.least()),
        version(parameters.text("tls_maximum_protocol_version"), TlsParameters.USUAL.most()),
        parameters.texts("cipher_suites"));
  }

  private static Version version(String text, Version otherwise) {
    return switch (text) {
      case "TLSv1_0" -> Version.V1_0;
      case "TLSv1_1" -> Version.V1_1;
      case "TLSv1_2" -> Version.V1_2;
      case "TLSv1_3" -> Version.V1_3;
      default -> otherwise;
    };
  }
}
