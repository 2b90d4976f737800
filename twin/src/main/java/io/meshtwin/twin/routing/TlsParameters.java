package io.meshtwin.twin.routing;

import java.util.List;

/**
 * Which versions and ciphers a proxy agrees to (Envoy's {@code TlsParameters}).
 *
 * @param least the lowest version
 * @param most the highest version, not below {@code least}
 * @param cipherSuites suites of TLS 1.2 and before in OpenSSL's names and BoringSSL's syntax, in
 *     order of preference; empty for Envoy's own. TLS 1.3's suites cannot be chosen
 */
public record TlsParameters(Version least, Version most, List<String> cipherSuites) {
  /** What Envoy takes on its own as a server. */
  public static final TlsParameters USUAL =
      new TlsParameters(Version.V1_2, Version.V1_3, List.of());

  public TlsParameters {
    cipherSuites = List.copyOf(cipherSuites);
  }

  /** A version of TLS, lowest first. */
  public enum Version {
    /** TLS 1.0. */
    V1_0,
    /** TLS 1.1. */
    V1_1,
    /** TLS 1.2. */
    V1_2,
    /** TLS 1.3. */
    V1_3
  }
}
