package io.meshtwin.twin.routing;

/** How a rule reads the value of a header or of a query parameter. */
public sealed interface ValueMatch {
  /** The text that is compared: a value, or an expression. */
  String value();

  /** The whole value, case-sensitive. */
  record Exact(String value) implements ValueMatch {}

  /** An RE2 expression that must take the whole value. */
  record Regex(String value) implements ValueMatch {}

  /**
   * A matcher with the name it reads.
   *
   * @param name a header's name in lower case, or a query parameter's name as it is
   * @param match the matcher; several values of a header are joined with a comma before
   */
  record Named(String name, ValueMatch match) {}
}
