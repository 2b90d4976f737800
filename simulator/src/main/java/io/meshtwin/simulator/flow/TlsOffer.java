package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.TlsParameters.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which versions and ciphers a client agrees to.
 *
 * @param least the lowest version
 * @param most the highest version, not below {@code least}
 * @param cipherSuites suites of TLS 1.2 and before in OpenSSL's names; null for what clients offer
 *     of their own accord
 * @param protocols what the client says that it speaks within (ALPN), beside HTTP's own
 */
public record TlsOffer(
    Version least, Version most, @Nullable List<String> cipherSuites, List<String> protocols) {
  /** What clients of today offer of their own accord. */
  public static final TlsOffer USUAL = new TlsOffer(Version.V1_2, Version.V1_3, null);

  public TlsOffer {
    if (most.compareTo(least) < 0) {
      throw new IllegalArgumentException("the highest version of TLS is below the lowest");
    }
    cipherSuites = cipherSuites == null ? null : List.copyOf(cipherSuites);
    protocols = List.copyOf(protocols);
  }

  /** Nothing but HTTP's own protocols is said. */
  public TlsOffer(Version least, Version most, @Nullable List<String> cipherSuites) {
    this(least, most, cipherSuites, List.of());
  }
}
