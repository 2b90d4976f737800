package io.meshtwin.bridge.secret;

/**
 * Certificates that sign others.
 *
 * @param certificates PEM, one or several
 */
public record Authorities(String certificates) {
  public Authorities {
    if (certificates.isBlank()) {
      throw new IllegalArgumentException("no certificate");
    }
  }

  /** Public, but long. */
  @Override
  public String toString() {
    return "Authorities[redacted]";
  }
}
