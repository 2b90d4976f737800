package io.meshtwin.simulator.flow;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.meshtwin.twin.routing.PathRewrite;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * RE2's {@code GlobalReplace}, by which Envoy rewrites paths. It takes what it cannot read as it
 * comes: with a group that the expression does not have nothing is replaced, and what stands behind
 * a backslash that escapes nothing is not written ({@code RE2::MaxSubmatch}, {@code RE2::Rewrite}).
 */
record Substitution(Pattern pattern, String replacement) {
  private static final int MOST_KNOWN = 10_000;
  private static final Map<PathRewrite.Regex, Substitution> KNOWN = new ConcurrentHashMap<>();

  /** The substitution, compiled once. */
  static Substitution of(PathRewrite.Regex rewrite) {
    if (KNOWN.size() > MOST_KNOWN) {
      KNOWN.clear();
    }
    return KNOWN.computeIfAbsent(rewrite, Substitution::read);
  }

  private static Substitution read(PathRewrite.Regex rewrite) {
    Pattern pattern = Pattern.compile(rewrite.expression());
    boolean possible = mostOf(rewrite.substitution()) <= pattern.groupCount();
    return new Substitution(pattern, possible ? javas(rewrite.substitution()) : "$0");
  }

  String apply(String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.replaceAll(replacement);
  }

  /** The highest group that is written. */
  private static int mostOf(String substitution) {
    int most = 0;
    for (int at = substitution.indexOf('\\'); at >= 0; at = substitution.indexOf('\\', at + 2)) {
      boolean group = at + 1 < substitution.length() && isGroup(substitution.charAt(at + 1));
      most = group ? Math.max(most, substitution.charAt(at + 1) - '0') : most;
    }
    return most;
  }

  /** RE2 writes {@code \\1} where Java writes {@code $1}, and reads one digit only. */
  private static String javas(String substitution) {
    var result = new StringBuilder();
    boolean behindGroup = false;
    for (int at = 0; at < substitution.length(); at++) {
      char c = substitution.charAt(at);
      boolean group = false;
      if (c == '\\') {
        char next = ++at < substitution.length() ? substitution.charAt(at) : ' ';
        group = isGroup(next);
        if (!group && next != '\\') {
          break;
        }
        result.append(group ? "$" + next : "\\\\");
      } else if (c == '$' || (behindGroup && isGroup(c))) {
        result.append('\\').append(c);
      } else {
        result.append(c);
      }
      behindGroup = group;
    }
    return result.toString();
  }

  private static boolean isGroup(char c) {
    return c >= '0' && c <= '9';
  }
}
