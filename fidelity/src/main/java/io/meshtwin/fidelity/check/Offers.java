package io.meshtwin.fidelity.check;

import io.meshtwin.fidelity.tls.ClientHello;
import io.meshtwin.fidelity.tls.Identity;
import io.meshtwin.simulator.flow.Handshake;
import io.meshtwin.simulator.flow.TlsOffer;
import io.meshtwin.twin.routing.TlsParameters.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Versions and ciphers as the JDK's TLS names them. */
final class Offers {
  /** TLS 1.3 has suites of its own, which every side has. */
  private static final String LATEST_SUITE = "TLS_AES_128_GCM_SHA256";

  /** OpenSSL's names to IANA's; those that a JDK of today speaks. */
  private static final Map<String, String> SUITES =
      Map.ofEntries(
          Map.entry("ECDHE-ECDSA-AES128-GCM-SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
          Map.entry("ECDHE-ECDSA-AES256-GCM-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
          Map.entry(
              "ECDHE-ECDSA-CHACHA20-POLY1305", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
          Map.entry("ECDHE-ECDSA-AES128-SHA", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
          Map.entry("ECDHE-ECDSA-AES256-SHA", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
          Map.entry("ECDHE-RSA-AES128-GCM-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
          Map.entry("ECDHE-RSA-AES256-GCM-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
          Map.entry("ECDHE-RSA-CHACHA20-POLY1305", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
          Map.entry("ECDHE-RSA-AES128-SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
          Map.entry("ECDHE-RSA-AES256-SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"));

  private Offers() {}

  /** Whether it can be made: a JDK has no TLS before 1.2, and not every suite. */
  static boolean possible(TlsOffer offer) {
    List<String> suites = offer.cipherSuites();
    return offer.most().compareTo(Version.V1_2) >= 0
        && offer.protocols().isEmpty()
        && (suites == null || suites.stream().allMatch(SUITES::containsKey));
  }

  static ClientHello hello(Handshake handshake, @Nullable Identity identity) {
    TlsOffer offer = handshake.offer();
    return new ClientHello(
        handshake.serverName(),
        identity,
        offer.equals(TlsOffer.USUAL) ? List.of() : versions(offer),
        suites(offer),
        offer.protocols());
  }

  private static List<String> versions(TlsOffer offer) {
    return Arrays.stream(Version.values())
        .filter(v -> v.compareTo(offer.least()) >= 0 && v.compareTo(offer.most()) <= 0)
        .filter(v -> v.compareTo(Version.V1_2) >= 0)
        .map(v -> v == Version.V1_2 ? "TLSv1.2" : "TLSv1.3")
        .toList();
  }

  private static List<String> suites(TlsOffer offer) {
    List<String> named = offer.cipherSuites();
    if (named == null) {
      return List.of();
    }
    var result = new ArrayList<String>();
    for (String suite : named) {
      String known = SUITES.get(suite);
      if (known != null) {
        result.add(known);
      }
    }
    if (offer.most() == Version.V1_3) {
      result.add(LATEST_SUITE);
    }
    return result;
  }
}
