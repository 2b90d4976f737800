package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.resource.IstioServerTls.Files;
import io.meshtwin.twin.resource.IstioServerTls.Mode;
import io.meshtwin.twin.resource.IstioServerTls.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the CRD of Istio's Gateway and Istio's webhook demand of a server's TLS settings (istio,
 * {@code pkg/config/validation}, {@code validateTLSOptions}).
 */
final class IstioServerTlsRules {
  private static final int MOST_CERTIFICATES = 2;

  private static final List<String> SOURCES =
      List.of("credentialName", "credentialNames", "tlsCertificates");

  private final IstioServerTls tls;
  private final Fields fields;

  private IstioServerTlsRules(IstioServerTls tls, Fields fields) {
    this.tls = tls;
    this.fields = fields;
  }

  static void check(IstioServerTls tls, Fields fields) {
    var rules = new IstioServerTlsRules(tls, fields);
    rules.ciphers();
    rules.sources();
    switch (tls.mode()) {
      case ISTIO_MUTUAL -> rules.ofTheMesh();
      case PASSTHROUGH, AUTO_PASSTHROUGH -> rules.passedThrough();
      case SIMPLE, MUTUAL, OPTIONAL_MUTUAL -> rules.certificates();
    }
  }

  /** A list with entries, or a text that is not empty. */
  private boolean given(String name) {
    JsonNode value = fields.raw(name);
    return !value.isEmpty() || !value.asText("").isEmpty();
  }

  private void ciphers() {
    boolean old = tls.least() == Version.TLSV1_0 || tls.least() == Version.TLSV1_1;
    if (old && tls.cipherSuites().isEmpty()) {
      fields.without("minProtocolVersion", "needs cipherSuites that a version before 1.2 has");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < tls.cipherSuites().size(); i++) {
      String suite = tls.cipherSuites().get(i);
      String at = "cipherSuites[" + i + "]";
      if (!CipherSuites.known(suite)) {
        fields.without(at, "is none that Istio knows: \"" + suite + "\" is ignored");
      } else if (!seen.add(suite)) {
        fields.without(at, "is there before: \"" + suite + "\" is ignored");
      }
    }
  }

  private void sources() {
    for (String name : List.of("credentialNames", "tlsCertificates")) {
      Entries.count(fields, name, 1, MOST_CERTIFICATES);
    }
    if (tls.mode() == Mode.ISTIO_MUTUAL) {
      return;
    }
    long sources = SOURCES.stream().filter(this::given).count();
    if (sources + (given("serverCertificate") && given("privateKey") ? 1 : 0) > 1) {
      fields.invalid(
          "",
          "must have only one of credentialName, credentialNames, tlsCertificates, and"
              + " serverCertificate with privateKey");
    }
  }

  private void ofTheMesh() {
    for (String name :
        List.of(
            "serverCertificate",
            "privateKey",
            "caCertificates",
            "tlsCertificates",
            "credentialName",
            "credentialNames")) {
      if (given(name)) {
        fields.invalid(name, "must not be given with mode ISTIO_MUTUAL");
      }
    }
  }

  private void passedThrough() {
    for (String name :
        List.of(
            "caCrl",
            "serverCertificate",
            "privateKey",
            "caCertificates",
            "tlsCertificates",
            "credentialName",
            "credentialNames")) {
      if (given(name)) {
        fields.without(name, "has no effect with mode " + tls.mode());
      }
    }
    revocations();
  }

  private void certificates() {
    if (!tls.credentials().isEmpty()) {
      return;
    }
    if (tls.mode() != Mode.SIMPLE && tls.caFile().isEmpty()) {
      fields.invalid("caCertificates", "or credentialName must be given with mode " + tls.mode());
    }
    boolean whole =
        !tls.files().isEmpty() && tls.files().stream().noneMatch(IstioServerTlsRules::incomplete);
    if (!whole) {
      fields.invalid(
          "serverCertificate",
          "and privateKey, or credentialName, must be given with mode " + tls.mode());
    }
    revocations();
  }

  private void revocations() {
    if (given("caCrl") && given("credentialName")) {
      fields.invalid("caCrl", "must stand in the credential where there is one");
    }
    if (given("caCrl") && tls.mode() == Mode.SIMPLE) {
      fields.invalid("caCrl", "must not be given with mode SIMPLE");
    }
  }

  private static boolean incomplete(Files files) {
    return files.certificate().isEmpty() || files.key().isEmpty();
  }
}
