package io.meshtwin.twin.resource;

import java.util.List;
import java.util.Set;

/**
 * The cipher suites, of TLS 1.2 and before, that Istio hands on to a proxy (istio, {@code
 * pkg/config/security}, {@code ValidCipherSuites}): BoringSSL's, in OpenSSL's names.
 */
public final class CipherSuites {
  private static final Set<String> KNOWN =
      Set.of(
          "ECDHE-ECDSA-AES128-GCM-SHA256",
          "ECDHE-RSA-AES128-GCM-SHA256",
          "ECDHE-ECDSA-AES256-GCM-SHA384",
          "ECDHE-RSA-AES256-GCM-SHA384",
          "ECDHE-ECDSA-CHACHA20-POLY1305",
          "ECDHE-RSA-CHACHA20-POLY1305",
          "ECDHE-ECDSA-AES128-SHA",
          "ECDHE-RSA-AES128-SHA",
          "ECDHE-ECDSA-AES256-SHA",
          "ECDHE-RSA-AES256-SHA",
          "AES128-GCM-SHA256",
          "AES256-GCM-SHA384",
          "AES128-SHA",
          "AES256-SHA",
          "DES-CBC3-SHA");

  private CipherSuites() {}

  /**
   * Whether istiod hands the word on: a suite's name, or one of BoringSSL's expressions, which
   * begin with another character than a letter or a digit ({@code IsValidCipherSuite}).
   */
  public static boolean known(String word) {
    return word.isEmpty()
        || word.equals("ALL")
        || !Character.isLetterOrDigit(word.charAt(0))
        || KNOWN.contains(word);
  }

  /** Those that are handed on, each once ({@code FilterCipherSuites}). */
  public static List<String> handedOn(List<String> words) {
    return words.stream().filter(CipherSuites::known).distinct().toList();
  }
}
