package io.meshtwin.testkit.tls;

/**
 * A certificate and its private key.
 *
 * @param chain the certificate as PEM
 * @param key the private key as PEM (PKCS #8)
 */
public record Minted(String chain, String key) {
  /** Neither value. */
  @Override
  public String toString() {
    return "a minted certificate";
  }
}
