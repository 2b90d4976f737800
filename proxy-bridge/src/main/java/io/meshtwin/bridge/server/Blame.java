package io.meshtwin.bridge.server;

import java.util.Collection;
import java.util.List;

/** Which resources an {@code error_detail} speaks of. */
final class Blame {
  private Blame() {}

  /**
   * The names that occur in the message as whole words. Envoy names clusters and listeners ("Error
   * adding/updating cluster(s) …"), but neither route configurations nor endpoints.
   */
  static List<String> named(Collection<String> names, String message) {
    return names.stream().filter(name -> occurs(name, message)).toList();
  }

  private static boolean occurs(String name, String message) {
    for (int at = message.indexOf(name); at >= 0; at = message.indexOf(name, at + 1)) {
      if (endsBefore(message, at) && beginsAfter(message, at + name.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsBefore(String message, int at) {
    return at == 0 || !isPartOfName(message.charAt(at - 1));
  }

  private static boolean beginsAfter(String message, int at) {
    if (at == message.length()) {
      return true;
    }
    char next = message.charAt(at);
    boolean punctuation = next == ':' || next == '.';
    // "ns/a:80: refused" names ns/a:80, and so does "ns/a:80." at an end, but not ns/a.
    return punctuation
        ? at + 1 == message.length() || !isPartOfName(message.charAt(at + 1))
        : !isPartOfName(next);
  }

  private static boolean isPartOfName(char c) {
    return Character.isLetterOrDigit(c) || "-_./:~".indexOf(c) >= 0;
  }
}
