package io.meshtwin.twin.routing.access;

/** How a text is compared (Envoy's {@code StringMatcher}); case-sensitive unless it says so. */
public sealed interface StringMatch {
  /** Any text that is there, in a header; one character or more elsewhere. */
  StringMatch PRESENT = new Present();

  /** Any text of one character or more, by an expression as istiod writes it. */
  StringMatch SOME = new Regex(".+");

  /**
   * The whole text.
   *
   * @param ignoreCase whether upper and lower case are the same
   */
  record Exact(String value, boolean ignoreCase) implements StringMatch {}

  /** The text begins so. */
  record Prefix(String value, boolean ignoreCase) implements StringMatch {}

  /** The text ends so. */
  record Suffix(String value, boolean ignoreCase) implements StringMatch {}

  /** An RE2 expression that must take the whole text. */
  record Regex(String value) implements StringMatch {}

  /** There is a text. */
  record Present() implements StringMatch {}
}
