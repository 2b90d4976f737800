package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.TlsParameters;
import io.meshtwin.twin.routing.TlsParameters.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether a client and a proxy find a version and a cipher (RFC 8446, 4.1.3; RFC 5246, 7.4.1.3):
 * the highest version that both have; in TLS 1.3 every client and Envoy have a cipher in common,
 * before it the suites decide, of which the certificate's key admits some.
 */
enum Negotiation {
  /** They do. */
  DONE,
  /** They have no version in common. */
  NO_VERSION,
  /** They have no cipher in common. */
  NO_CIPHER,
  /** It depends on what is not known: the key of the certificate, or the client's own choice. */
  UNKNOWN;

  /** Envoy's own as a server (TlsParameters.cipher_suites). */
  private static final List<String> OF_ENVOY =
      List.of(
          "ECDHE-ECDSA-AES128-GCM-SHA256",
          "ECDHE-ECDSA-CHACHA20-POLY1305",
          "ECDHE-RSA-AES128-GCM-SHA256",
          "ECDHE-RSA-CHACHA20-POLY1305",
          "ECDHE-ECDSA-AES256-GCM-SHA384",
          "ECDHE-RSA-AES256-GCM-SHA384");

  /** What every client of today has of its own accord. */
  private static final Set<String> OF_CLIENTS = Set.copyOf(OF_ENVOY);

  static Negotiation of(TlsParameters proxy, TlsOffer client) {
    Version most = lower(proxy.most(), client.most());
    Version least = proxy.least().compareTo(client.least()) > 0 ? proxy.least() : client.least();
    if (most.compareTo(least) < 0) {
      return NO_VERSION;
    }
    return most == Version.V1_3 ? DONE : cipher(most, proxy, client);
  }

  private static Negotiation cipher(Version version, TlsParameters proxy, TlsOffer client) {
    List<String> allowed = new ArrayList<>();
    for (String word : proxy.cipherSuites().isEmpty() ? OF_ENVOY : proxy.cipherSuites()) {
      if (word.startsWith("[") && word.endsWith("]")) {
        allowed.addAll(List.of(word.substring(1, word.length() - 1).split("\\|")));
      } else if (word.isEmpty()
          || word.equals("ALL")
          || !Character.isLetterOrDigit(word.charAt(0))) {
        return UNKNOWN;
      } else {
        allowed.add(word);
      }
    }
    allowed.removeIf(suite -> !speaks(version, suite));
    List<String> offered = client.cipherSuites();
    Predicate<String> certain = offered == null ? OF_CLIENTS::contains : offered::contains;
    boolean rsa = allowed.stream().anyMatch(certain.and(suite -> !ofCurves(suite)));
    boolean curves = allowed.stream().anyMatch(certain.and(Negotiation::ofCurves));
    if (rsa && curves) {
      return DONE;
    }
    boolean possible = rsa || curves || (offered == null && !allowed.isEmpty());
    return possible ? UNKNOWN : NO_CIPHER;
  }

  /** Whether the suite is for certificates with a key of elliptic curves; others are for RSA. */
  private static boolean ofCurves(String suite) {
    return suite.contains("ECDSA");
  }

  /** Suites with authenticated encryption came with TLS 1.2; those with SHA-1 are older. */
  private static boolean speaks(Version version, String suite) {
    return version == Version.V1_2 || suite.endsWith("-SHA");
  }

  private static Version lower(Version one, Version other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
