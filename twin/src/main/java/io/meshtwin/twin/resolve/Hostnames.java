package io.meshtwin.twin.resolve;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Host names as listeners and routes write them: exact, {@code *.suffix}, or {@code *} for all
 * (Gateway API Hostname; Envoy's domains have the same order).
 */
final class Hostnames {
  static final String ALL = "*";

  private static final int EXACT = 1000;

  private Hostnames() {}

  static String normal(@Nullable String hostname) {
    return hostname == null || hostname.isEmpty() ? ALL : hostname.toLowerCase(Locale.ROOT);
  }

  /** Whether every host of {@code narrow} is one of {@code wide}. */
  static boolean covers(String wide, String narrow) {
    if (wide.equals(ALL) || wide.equals(narrow)) {
      return true;
    }
    return wide.startsWith("*.") && narrow.endsWith(wide.substring(1));
  }

  /** What both have in common: the narrower, or null for nothing. */
  static @Nullable String intersection(String one, String other) {
    if (covers(one, other)) {
      return other;
    }
    return covers(other, one) ? one : null;
  }

  /**
   * How specific: any exact name above any wildcard, then the longer (HTTPRouteSpec.hostnames).
   * Hostnames have at most 253 characters.
   */
  static int rank(String hostname) {
    if (hostname.equals(ALL)) {
      return 0;
    }
    return hostname.startsWith("*.") ? hostname.length() : EXACT + hostname.length();
  }
}
