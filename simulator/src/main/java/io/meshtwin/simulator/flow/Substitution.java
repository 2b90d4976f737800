package io.meshtwin.simulator.flow;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.meshtwin.twin.routing.PathRewrite;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** RE2's {@code GlobalReplace}, by which Envoy rewrites paths. */
record Substitution(Pattern pattern, String replacement) {
  private static final int MOST_KNOWN = 10_000;
  private static final Map<PathRewrite.Regex, Substitution> KNOWN = new ConcurrentHashMap<>();

  /** The substitution, compiled once. */
  static Substitution of(PathRewrite.Regex rewrite) {
    if (KNOWN.size() > MOST_KNOWN) {
      KNOWN.clear();
    }
    return KNOWN.computeIfAbsent(
        rewrite, r -> new Substitution(Pattern.compile(r.expression()), javas(r.substitution())));
  }

  String apply(String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.replaceAll(replacement);
  }

  /** RE2 writes {@code \\1} where Java writes {@code $1}, and reads one digit only. */
  private static String javas(String substitution) {
    var result = new StringBuilder();
    boolean behindGroup = false;
    for (int at = 0; at < substitution.length(); at++) {
      char c = substitution.charAt(at);
      boolean group = false;
      if (c == '\\' && at + 1 < substitution.length()) {
        char next = substitution.charAt(++at);
        group = Character.isDigit(next);
        result.append(group ? "$" + next : "\\\\");
      } else if (c == '$' || (behindGroup && Character.isDigit(c))) {
        result.append('\\').append(c);
      } else {
        result.append(c);
      }
      behindGroup = group;
    }
    return result.toString();
  }
}
