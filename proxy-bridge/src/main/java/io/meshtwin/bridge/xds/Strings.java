package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.meshtwin.twin.routing.ValueMatch;

/** Matchers of one text. */
final class Strings {
  private static final String RE2_META = "\\.+*?()|[]{}^$";

  private Strings() {}

  static StringMatcher matcher(ValueMatch match) {
    return switch (match) {
      case ValueMatch.Exact exact -> StringMatcher.newBuilder().setExact(exact.value()).build();
      case ValueMatch.Prefix prefix -> StringMatcher.newBuilder().setPrefix(prefix.value()).build();
      case ValueMatch.Present _ -> StringMatcher.newBuilder().setSafeRegex(regex(".*")).build();
      case ValueMatch.Regex regex ->
          StringMatcher.newBuilder().setSafeRegex(regex(regex.value())).build();
    };
  }

  /** Envoy's {@code RegexMatcher}: RE2, and as a matcher it must take the whole text. */
  static RegexMatcher regex(String expression) {
    return RegexMatcher.newBuilder().setRegex(expression).build();
  }

  /** An RE2 expression that takes exactly this text. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (RE2_META.indexOf(c) >= 0) {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.toString();
  }
}
