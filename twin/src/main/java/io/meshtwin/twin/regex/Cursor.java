package io.meshtwin.twin.regex;

/** A place in an expression that is read from left to right, code point by code point. */
final class Cursor {
  private final String expression;
  private int at;

  Cursor(String expression) {
    this.expression = expression;
  }

  boolean more() {
    return at < expression.length();
  }

  /** The next code point, which must be there. */
  int peek() {
    return expression.codePointAt(at);
  }

  boolean sees(String text) {
    return expression.startsWith(text, at);
  }

  /** Whether a character between these two comes next. */
  boolean seesOneOf(char first, char last) {
    return more() && peek() >= first && peek() <= last;
  }

  int next() {
    if (!more()) {
      throw unreadable("it ends too early");
    }
    int c = peek();
    at += Character.charCount(c);
    return c;
  }

  /** Goes past the text if it comes next. */
  boolean taken(String text) {
    boolean found = sees(text);
    at += found ? text.length() : 0;
    return found;
  }

  /** What stands before the next {@code end}; goes past both. */
  String until(char end) {
    int stop = expression.indexOf(end, at);
    if (stop < 0) {
      throw unreadable("no " + end);
    }
    String text = expression.substring(at, stop);
    at = stop + 1;
    return text;
  }

  /** A decimal number, at most {@code most}, or -1 where none stands. */
  int number(int most) {
    int begin = at;
    int value = 0;
    while (seesOneOf('0', '9')) {
      value = Math.min(value * 10 + (next() - '0'), most);
    }
    return at == begin ? -1 : value;
  }

  int place() {
    return at;
  }

  void returnTo(int place) {
    at = place;
  }

  UnreadableExpressionException unreadable(String why) {
    return UnreadableExpressionException.refused(why);
  }
}
