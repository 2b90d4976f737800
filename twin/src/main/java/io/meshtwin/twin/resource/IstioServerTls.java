package io.meshtwin.twin.resource;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TLS settings of a server of an Istio Gateway ({@code ServerTLSSettings}).
 *
 * @param mode what is done with TLS
 * @param httpsRedirect whether plain HTTP is answered with a redirect to https
 * @param credentials names of Secrets with what is shown: {@code credentialNames}, or the one
 *     {@code credentialName}
 * @param caCredential name of the Secret or ConfigMap that signs clients' certificates where it is
 *     another than the first credential; empty for none
 * @param files files of the proxy's own that hold what is shown
 * @param caFile a file of the proxy's own that signs clients' certificates, empty for none
 * @param subjectAltNames names of which a client's certificate must have one; empty for any
 * @param certificateHashes SHA-256 of the certificates that clients may show; empty for any
 * @param keyHashes SHA-256 of the public keys that clients may show; empty for any
 * @param least the lowest version of TLS
 * @param most the highest version of TLS
 * @param skipVerify whether a client's certificate is let through that does not verify
 * @param cipherSuites as written, in the order of preference; empty for the proxy's own
 * @param revocations a file of the proxy's own that lists certificates that do not count any more,
 *     empty for none
 * @param unmodelled paths of fields that decide something and are not modelled
 * @param field the settings' path
 */
public record IstioServerTls(
    Mode mode,
    boolean httpsRedirect,
    List<String> credentials,
    String caCredential,
    List<Files> files,
    String caFile,
    List<String> subjectAltNames,
    List<String> certificateHashes,
    List<String> keyHashes,
    Version least,
    Version most,
    boolean skipVerify,
    List<String> cipherSuites,
    String revocations,
    List<String> unmodelled,
    String field) {
  public IstioServerTls {
    credentials = List.copyOf(credentials);
    files = List.copyOf(files);
    subjectAltNames = List.copyOf(subjectAltNames);
    certificateHashes = List.copyOf(certificateHashes);
    keyHashes = List.copyOf(keyHashes);
    cipherSuites = List.copyOf(cipherSuites);
    unmodelled = List.copyOf(unmodelled);
  }

  /** What a server does with TLS ({@code ServerTLSSettings.TLSmode}). */
  public enum Mode {
    /** Passed on as it is, to where a VirtualService sends the server name. */
    PASSTHROUGH,
    /** Ends here; clients show no certificate. */
    SIMPLE,
    /** Ends here; clients must show a certificate. */
    MUTUAL,
    /** Passed on as it is, to the Service that the server name names. */
    AUTO_PASSTHROUGH,
    /** Ends here, with the mesh's own certificates on both sides. */
    ISTIO_MUTUAL,
    /** Ends here; clients may show a certificate. */
    OPTIONAL_MUTUAL;

    /** Whether TLS is passed on as it is. */
    public boolean passesThrough() {
      return this == PASSTHROUGH || this == AUTO_PASSTHROUGH;
    }

    /** Whether clients' certificates are checked. */
    public boolean checksClients() {
      return this == MUTUAL || this == OPTIONAL_MUTUAL || this == ISTIO_MUTUAL;
    }
  }

  /** A version of TLS ({@code ServerTLSSettings.TLSProtocol}). */
  public enum Version {
    /** The control plane's choice. */
    TLS_AUTO,
    /** TLS 1.0. */
    TLSV1_0,
    /** TLS 1.1. */
    TLSV1_1,
    /** TLS 1.2. */
    TLSV1_2,
    /** TLS 1.3. */
    TLSV1_3
  }

  /**
   * A certificate in files of the proxy's own ({@code TLSCertificate}).
   *
   * @param certificate path of the certificate, empty where it is missing
   * @param key path of its key, empty where it is missing
   */
  public record Files(String certificate, String key) {}

  static IstioServerTls read(Fields tls) {
    String own = tls.text("credentialName", "");
    List<String> many = tls.textList("credentialNames");
    Files file = new Files(tls.text("serverCertificate", ""), tls.text("privateKey", ""));
    boolean single = !file.certificate().isEmpty() || !file.key().isEmpty();
    List<Files> files = tls.list("tlsCertificates", IstioServerTls::file);
    var result =
        new IstioServerTls(
            mode(tls),
            tls.flag("httpsRedirect", false),
            many.isEmpty() && !own.isEmpty() ? List.of(own) : many,
            tls.text("caCertCredentialName", ""),
            files.isEmpty() && single ? List.of(file) : files,
            tls.text("caCertificates", ""),
            tls.textList("subjectAltNames"),
            tls.textList("verifyCertificateHash"),
            tls.textList("verifyCertificateSpki"),
            version(tls, "minProtocolVersion"),
            version(tls, "maxProtocolVersion"),
            tls.flag("insecureSkipVerify", false),
            tls.textList("cipherSuites"),
            tls.text("caCrl", ""),
            tls.unmodelled("ecdhCurves"),
            tls.path());
    tls.done();
    IstioServerTlsRules.check(result, tls);
    return result;
  }

  private static Files file(Fields certificate) {
    var result =
        new Files(certificate.text("serverCertificate", ""), certificate.text("privateKey", ""));
    certificate.ignore("caCertificates");
    certificate.done();
    return result;
  }

  /** The zero of the enum is PASSTHROUGH, and that is what an absent mode is. */
  private static Mode mode(Fields tls) {
    @Nullable String word = tls.word("mode", "PASSTHROUGH", names(Mode.values()));
    return word == null ? Mode.PASSTHROUGH : Mode.valueOf(word);
  }

  private static Version version(Fields tls, String name) {
    @Nullable String word = tls.word(name, "TLS_AUTO", names(Version.values()));
    return word == null ? Version.TLS_AUTO : Version.valueOf(word);
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }
}
