package io.meshtwin.twin.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.meshtwin.twin.regex.Problem.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether proxies take an expression, and whether we can say what it takes. */
public final class Re2 {
  /**
   * Instructions that RE2 may make of one expression before Envoy refuses it ({@code
   * re2.max_program_size.error_level}): istiod's bootstrap tells its proxies so, and our bridge's
   * its own. Envoy left alone has 100.
   */
  public static final int LARGEST_PROGRAM = 32_768;

  /** RE2's {@code maximum_repeat_count}; it counts repetitions within repetitions, too. */
  private static final int MOST_REPETITIONS = 1000;

  private Re2() {}

  /** Whether RE2 takes the expression, be its program too large for a proxy or not. */
  public static boolean accepts(String expression) {
    Problem problem = problem(expression);
    return problem == null || problem.kind() != Kind.REFUSED;
  }

  /** Why it is not known what a proxy does with the expression; null almost always. */
  public static @Nullable Problem problem(String expression) {
    try {
      return problem(expression, Re2Parser.read(expression));
    } catch (UnreadableExpressionException e) {
      Kind kind = e.isRefused() && !compiles(expression) ? Kind.REFUSED : Kind.NOT_READ;
      return new Problem(kind, expression, String.valueOf(e.getMessage()), "");
    }
  }

  private static @Nullable Problem problem(String expression, Syntax syntax) {
    Extent extent = Extent.of(syntax);
    if (extent.repetitions() > MOST_REPETITIONS) {
      String why = "it repeats something more than " + MOST_REPETITIONS + " times";
      return new Problem(Kind.REFUSED, expression, why, "");
    }
    String beginning = Bytes.beginning(Literals.of(syntax).beginning());
    if (extent.bytes()) {
      return new Problem(Kind.NOT_READ, expression, "it has \\C, a single byte", beginning);
    }
    if (extent.instructions() > LARGEST_PROGRAM) {
      String why =
          String.format(
              Locale.ROOT,
              "RE2 may make %,d instructions of it, and proxies take %,d",
              extent.instructions(),
              LARGEST_PROGRAM);
      return new Problem(Kind.TOO_LARGE, expression, why, beginning);
    }
    return compiles(expression)
        ? null
        : new Problem(
            Kind.NOT_READ,
            expression,
            "the engine that answers requests does not know it",
            beginning);
  }

  /** Whether the engine that decides requests takes it. */
  private static boolean compiles(String expression) {
    try {
      Pattern.compile(Bytes.of(expression));
      return true;
    } catch (PatternSyntaxException _) {
      return false;
    }
  }
}
