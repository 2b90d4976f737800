package io.meshtwin.bridge.secret;

import org.jspecify.annotations.Nullable;

/**
 * Certificates that sign others.
 *
 * @param certificates PEM, one or several
 * @param revocations PEM of the lists of certificates that do not count any more ({@code ca.crl}),
 *     null where there is none
 */
public record Authorities(String certificates, @Nullable String revocations) {
  public Authorities {
    if (certificates.isBlank()) {
      throw new IllegalArgumentException("no certificate");
    }
    if (revocations != null && revocations.isBlank()) {
      throw new IllegalArgumentException("an empty list");
    }
  }

  /** Without a list of revoked certificates. */
  public Authorities(String certificates) {
    this(certificates, null);
  }

  /** Public, but long. */
  @Override
  public String toString() {
    return "Authorities[redacted]";
  }
}
