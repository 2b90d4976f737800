package io.meshtwin.simulator.regex;

/** An expression that RE2 refuses, or that uses what we do not read. */
final class UnreadableExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong; who has the expression names it. */
  UnreadableExpressionException(String why) {
    super(why);
  }
}
