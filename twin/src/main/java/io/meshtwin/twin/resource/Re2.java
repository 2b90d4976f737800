package io.meshtwin.twin.resource;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;

/**
 * What RE2 takes for an expression. Its syntax is re2j's; what re2j does not refuse and RE2 does
 * are repetitions within repetitions that amount to more than 1,000 (RE2's {@code
 * RepetitionWalker}).
 */
public final class Re2 {
  private static final int MOST_REPETITIONS = 1000;

  private static final java.util.regex.Pattern REPETITION =
      java.util.regex.Pattern.compile("\\{([0-9]{1,4})(,([0-9]{1,4})?)?\\}");

  private Re2() {}

  /** Whether RE2, and so Envoy, takes the expression. */
  public static boolean accepts(String expression) {
    try {
      Pattern.compile(expression);
      return repetitions(expression) <= MOST_REPETITIONS;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  /** The largest product of counts on a way into the expression, which is one that re2j takes. */
  private static long repetitions(String expression) {
    Deque<Long> outer = new ArrayDeque<>();
    Matcher counts = REPETITION.matcher(expression);
    long most = 1;
    long last = 1;
    int at = 0;
    while (at < expression.length()) {
      char c = expression.charAt(at);
      int end = at + 1;
      switch (c) {
        case '\\' -> end = afterEscape(expression, at);
        case '[' -> end = afterClass(expression, at);
        case '(' -> {
          outer.push(most);
          most = 1;
        }
        case '{' -> {
          if (counts.find(at) && counts.start() == at) {
            end = counts.end();
            last *= count(counts);
          }
        }
        default -> {}
      }
      if (c == ')') {
        last = most;
        most = outer.isEmpty() ? last : outer.pop();
      } else if ("*+?{".indexOf(c) < 0) {
        last = 1;
      }
      most = Math.max(most, last);
      at = end;
    }
    return most;
  }

  private static long count(Matcher counts) {
    String upper = counts.group(3);
    return Math.max(1, Long.parseLong(upper == null ? counts.group(1) : upper));
  }

  /** Quoted text, {@code \p{…}} and {@code \x{…}} have braces that repeat nothing. */
  private static int afterEscape(String expression, int at) {
    String rest = expression.substring(at);
    if (rest.startsWith("\\Q")) {
      int end = expression.indexOf("\\E", at);
      return end < 0 ? expression.length() : end + 2;
    }
    boolean braces =
        rest.length() > 2 && "pPx".indexOf(rest.charAt(1)) >= 0 && rest.charAt(2) == '{';
    return braces ? expression.indexOf('}', at) + 1 : at + 2;
  }

  private static int afterClass(String expression, int at) {
    int i = at + 1;
    i += expression.startsWith("^", i) ? 1 : 0;
    // A bracket that comes first is one of the class' characters.
    i += expression.startsWith("]", i) ? 1 : 0;
    while (i < expression.length() && expression.charAt(i) != ']') {
      if (expression.startsWith("[:", i) && expression.indexOf(":]", i) > 0) {
        i = expression.indexOf(":]", i) + 2;
      } else {
        i = expression.charAt(i) == '\\' ? afterEscape(expression, i) : i + 1;
      }
    }
    return i + 1;
  }
}
