package io.meshtwin.twin.regex;

/** An expression that RE2 refuses, or that uses what we do not read. */
public final class UnreadableExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean refused;

  private UnreadableExpressionException(String why, boolean refused) {
    super(why);
    this.refused = refused;
  }

  /** Of an expression that RE2 refuses; who has the expression names it. */
  static UnreadableExpressionException refused(String why) {
    return new UnreadableExpressionException(why, true);
  }

  /** Of an expression that RE2 takes and we do not. */
  public static UnreadableExpressionException taken(String why) {
    return new UnreadableExpressionException(why, false);
  }

  /** Whether RE2 refuses the expression, by our reading of its syntax. */
  boolean isRefused() {
    return refused;
  }
}
