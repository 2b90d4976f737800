package io.meshtwin.twin.regex;

import io.meshtwin.twin.finding.FindingCode;

/**
 * Why it is not known what a proxy does with an expression.
 *
 * @param expression as it is written
 * @param why in words
 * @param beginning what every text begins with that the expression may take, maybe empty
 */
public record Problem(Kind kind, String expression, String why, String beginning) {
  /** What is wrong. */
  public enum Kind {
    /** RE2 refuses it, and so does every proxy. */
    REFUSED,
    /** RE2 takes it, and we do not read it. */
    NOT_READ,
    /** RE2 may make a larger program of it than proxies take. */
    TOO_LARGE
  }

  /** The finding's code. */
  public FindingCode code() {
    return switch (kind) {
      case REFUSED -> FindingCode.EXPRESSION_REFUSED;
      case NOT_READ -> FindingCode.EXPRESSION_NOT_READ;
      case TOO_LARGE -> FindingCode.EXPRESSION_TOO_LARGE;
    };
  }

  /** A sentence about the expression. */
  public String message() {
    return switch (kind) {
      case REFUSED -> "RE2 refuses the expression " + expression + ": " + why;
      case NOT_READ -> "Meshtwin does not read the expression " + expression + ": " + why;
      case TOO_LARGE -> "the expression " + expression + " is too large: " + why;
    };
  }

  /** What is wrong with it, as an attribute of the expression. */
  public String attribute() {
    return switch (kind) {
      case REFUSED -> "expression " + expression + ", which RE2 refuses,";
      case NOT_READ -> "expression " + expression + ", which is not read,";
      case TOO_LARGE -> "expression " + expression + ", which may be too large for proxies,";
    };
  }
}
