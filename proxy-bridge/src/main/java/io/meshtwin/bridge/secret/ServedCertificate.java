package io.meshtwin.bridge.secret;

/**
 * A certificate and its private key.
 *
 * @param chain PEM, the leaf first
 * @param privateKey PEM
 */
public record ServedCertificate(String chain, String privateKey) {
  public ServedCertificate {
    if (chain.isBlank() || privateKey.isBlank()) {
      throw new IllegalArgumentException("a certificate needs a chain and a private key");
    }
  }

  /** Neither value. */
  @Override
  public String toString() {
    return "ServedCertificate[redacted]";
  }
}
