package io.meshtwin.simulator.space.regex;

/** What every text that an expression takes begins with. */
public final class Literals {
  private final StringBuilder prefix = new StringBuilder();

  private Literals() {}

  /**
   * The longest such text that the expression shows; empty where it shows none.
   *
   * @throws IllegalArgumentException where the expression cannot be read
   */
  public static String prefix(String expression) {
    try {
      var literals = new Literals();
      literals.read(Re2Parser.read(expression));
      return literals.prefix.toString();
    } catch (UnreadableExpressionException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Whether all of the part is literal, so that what comes after it may go on. */
  private boolean read(Syntax syntax) {
    return switch (syntax) {
      case Syntax.One one -> {
        if (one.of().isSingle()) {
          prefix.appendCodePoint(one.of().first());
        }
        yield one.of().isSingle();
      }
      case Syntax.Sequence sequence -> {
        for (Syntax part : sequence.parts()) {
          if (!read(part)) {
            yield false;
          }
        }
        yield true;
      }
      case Syntax.Place place -> place == Syntax.Place.BEGIN;
      case Syntax.Repeat repeat -> {
        if (repeat.least() > 0) {
          read(repeat.part());
        }
        yield false;
      }
      case Syntax.Either _ -> false;
    };
  }
}
