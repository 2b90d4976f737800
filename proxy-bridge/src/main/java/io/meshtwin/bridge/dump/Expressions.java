package io.meshtwin.bridge.dump;

import io.meshtwin.twin.regex.Problem;
import io.meshtwin.twin.regex.Re2;

/** Texts as RE2's expressions. */
final class Expressions {
  private static final String META = "\\.+*?()|[]{}^$";

  private Expressions() {}

  /**
   * Whether it is known what a matcher's expression takes; where it is not, the matcher says so.
   * The proxy has it, so that it is neither refused nor too large.
   */
  static boolean isRead(Entry matcher) {
    Problem problem = Re2.problem(matcher.text("regex"));
    boolean read = problem == null || problem.kind() == Problem.Kind.TOO_LARGE;
    if (!read) {
      matcher.refuse("regex");
    }
    return read;
  }

  /** Takes the text alone. */
  static String quote(String text) {
    var quoted = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (META.indexOf(c) >= 0) {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.toString();
  }

  /** Takes the text whatever the case of its ASCII letters, and of no others, as Envoy does. */
  static String anyCase(String text) {
    var quoted = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (letter) {
        quoted.append('[').append((char) (c & ~0x20)).append((char) (c | 0x20)).append(']');
      } else {
        quoted.append(quote(String.valueOf(c)));
      }
    }
    return quoted.toString();
  }

  /** The text of which {@link #quote} made an expression; null where it was another. */
  static @org.jspecify.annotations.Nullable String unquoted(String expression) {
    var text = new StringBuilder();
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c == '\\' && i + 1 < expression.length()) {
        c = expression.charAt(++i);
        if (META.indexOf(c) < 0) {
          return null;
        }
      } else if (META.indexOf(c) >= 0) {
        return null;
      }
      text.append(c);
    }
    return text.toString();
  }
}
