package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteMatch;
import org.jspecify.annotations.Nullable;

/**
 * {@code prefix_rewrite} and {@code regex_rewrite}. Expressions that replace whole segments, the
 * whole path or the letters of a prefix are known as what they do.
 */
final class Rewrites {
  private static final String REST = "(/.*)?$";
  private static final String TAIL = "/?(.*)$";
  private static final String ANY_CASE = "(?i)";
  private static final String FIRST = "\\1";

  private Rewrites() {}

  /** The rewrite of an action; null where the path stays. */
  static @Nullable PathRewrite of(Entry action, RouteMatch match) {
    if (action.has("prefix_rewrite")) {
      String value = action.text("prefix_rewrite");
      if (!value.isEmpty()) {
        return replaced(match.path(), value);
      }
    }
    if (action.has("regex_rewrite")) {
      Entry regex = action.message("regex_rewrite", "RegexMatchAndSubstitute");
      Entry pattern = regex.message("pattern", "RegexMatcher").harmless("google_re2");
      return Expressions.isRead(pattern)
          ? known(pattern.text("regex"), regex.text("substitution"), match)
          : null;
    }
    return null;
  }

  /** Where no prefix was matched, the whole path is what was matched. */
  private static PathRewrite replaced(PathMatch path, String value) {
    return switch (path) {
      case PathMatch.Prefix prefix -> new PathRewrite.Text(prefix.value(), value);
      case PathMatch.SegmentPrefix prefix -> new PathRewrite.Text(prefix.value(), value);
      case PathMatch.Exact _, PathMatch.Regex _ -> new PathRewrite.Full(value);
    };
  }

  private static PathRewrite known(String given, String substitution, RouteMatch match) {
    var asWritten = new PathRewrite.Regex(given, substitution);
    boolean anyCase = given.startsWith(ANY_CASE) && match.ignoreCase();
    String expression = anyCase ? given.substring(ANY_CASE.length()) : given;
    if (!expression.startsWith("^")) {
      return asWritten;
    }
    String literal = literal(substitution);
    if (expression.equals("^.*$") && literal != null) {
      return new PathRewrite.Full(literal);
    }
    if (expression.endsWith(REST) && substitution.endsWith(FIRST)) {
      String prefix = prefix(expression, REST);
      String value = literal(substitution.substring(0, substitution.length() - FIRST.length()));
      if (prefix == null || value == null || value.isEmpty()) {
        return asWritten;
      }
      return prefix.isEmpty() || isUnder(match, prefix)
          ? new PathRewrite.Prefix(orRoot(prefix), value)
          : asWritten;
    }
    if (expression.endsWith(TAIL) && substitution.equals("/" + FIRST)) {
      String prefix = prefix(expression, TAIL);
      return prefix == null || prefix.isEmpty() || !isUnder(match, prefix)
          ? asWritten
          : new PathRewrite.Prefix(prefix, "/");
    }
    String text = prefix(expression, "");
    boolean begins = text != null && begin(match.path()).startsWith(text);
    return text == null || literal == null || !begins
        ? asWritten
        : new PathRewrite.Text(text, literal);
  }

  /** Whether every path that is matched is the prefix, or goes on with a slash after it. */
  private static boolean isUnder(RouteMatch match, String prefix) {
    String begin = begin(match.path());
    boolean same = begin.equals(prefix) && !(match.path() instanceof PathMatch.Prefix);
    return same || begin.startsWith(prefix + "/");
  }

  /** How every path begins that is matched. */
  private static String begin(PathMatch path) {
    return path instanceof PathMatch.Regex ? "" : path.value();
  }

  private static String orRoot(String prefix) {
    return prefix.isEmpty() ? "/" : prefix;
  }

  private static @Nullable String prefix(String expression, String end) {
    String own = expression.substring(1, expression.length() - end.length());
    return Expressions.unquoted(own);
  }

  /** A substitution without groups. */
  private static @Nullable String literal(String substitution) {
    String rest = substitution.replace("\\\\", "\0");
    return rest.indexOf('\\') >= 0 ? null : rest.replace('\0', '\\');
  }
}
