package io.meshtwin.simulator.regex;

/** An expression that RE2 refuses, or that uses what we do not read. */
final class UnreadableExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableExpressionException(String expression, String why) {
    super("the expression " + expression + ": " + why);
  }
}
