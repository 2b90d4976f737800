package io.meshtwin.twin.regex;

import com.google.re2j.Pattern;
import java.util.function.Predicate;

/**
 * An expression ready to be asked, as a proxy asks it: of the whole text, byte by byte ({@link
 * Bytes}).
 */
public final class Expression implements Predicate<String> {
  private final Pattern pattern;

  private Expression(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Compiles an expression.
   *
   * @throws com.google.re2j.PatternSyntaxException when it is none
   */
  public static Expression of(String expression) {
    return new Expression(Pattern.compile(Bytes.of(expression)));
  }

  @Override
  public boolean test(String text) {
    return pattern.matches(Bytes.of(text));
  }
}
