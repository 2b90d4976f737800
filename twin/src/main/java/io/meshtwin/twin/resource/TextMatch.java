package io.meshtwin.twin.resource;

import io.meshtwin.twin.regex.Re2;
import org.jspecify.annotations.Nullable;

/**
 * How a text is compared in Istio's resources ({@code networking.istio.io} StringMatch): one member
 * of {@code exact}, {@code prefix} and {@code regex}, or none.
 */
public sealed interface TextMatch {
  /** The text that is compared; empty for {@link Present}. */
  String value();

  /** The whole text. */
  record Exact(String value) implements TextMatch {}

  /** A text that begins so. */
  record Prefix(String value) implements TextMatch {}

  /** An RE2 expression that must take the whole text. */
  record Regex(String value) implements TextMatch {}

  /**
   * Whatever is there: a match without a member, or the expression {@code *}, which is none of
   * RE2's (istiod, {@code canBeConvertedToPresentMatch}).
   */
  record Present() implements TextMatch {
    @Override
    public String value() {
      return "";
    }
  }

  /** Reads a match of a header, a query parameter or an origin. */
  static TextMatch read(Fields match) {
    TextMatch result = any(match, true);
    if (EVERYTHING.equals(match.text("regex", ""))) {
      checkExpression(match, "regex", EVERYTHING);
    }
    match.done();
    return result;
  }

  /**
   * As {@link #read}, of a header that must not be there: there the webhook lets {@code *} pass.
   */
  static TextMatch readAbsent(Fields match) {
    TextMatch result = any(match, true);
    match.done();
    return result;
  }

  /**
   * Reads a match of what is always there, such as the method.
   *
   * @param emptyPrefix whether a prefix may be empty, as that of a URI may
   * @return null where nothing is asked for
   */
  static @Nullable TextMatch optional(Fields parent, String name, boolean emptyPrefix) {
    Fields match = parent.object(name);
    if (!parent.has(name)) {
      return null;
    }
    TextMatch result = any(match, !emptyPrefix);
    match.done();
    return result;
  }

  private static TextMatch any(Fields match, boolean prefixNeedsText) {
    int members = 0;
    TextMatch result = new Present();
    String exact = match.optionalText("exact");
    if (exact != null) {
      result = new Exact(exact);
      members++;
    }
    String prefix = match.optionalText("prefix");
    if (prefix != null) {
      if (prefix.isEmpty() && prefixNeedsText) {
        match.invalid("prefix", "must not be empty");
      }
      result = new Prefix(prefix);
      members++;
    }
    String regex = match.optionalText("regex");
    if (regex != null) {
      result = regex.equals(EVERYTHING) ? new Present() : expression(match, regex);
      members++;
    }
    if (members > 1) {
      match.invalid(members(match), "must not be given beside another member");
    }
    return result;
  }

  private static TextMatch expression(Fields match, String regex) {
    checkExpression(match, "regex", regex);
    return new Regex(regex);
  }

  private static String members(Fields match) {
    return match.has("regex") ? "regex" : "prefix";
  }

  /** Reports an expression that istiod's webhook refuses (validateStringRegexp). */
  static void checkExpression(Fields fields, String name, String expression) {
    if (expression.isEmpty()) {
      fields.invalid(name, "must not be empty");
    } else if (expression.length() > MOST_CHARACTERS) {
      fields.invalid(name, "must have at most " + MOST_CHARACTERS + " characters");
    } else if (!Re2.accepts(expression)) {
      fields.invalid(name, "must be an expression of RE2");
    }
  }

  /** No expression of RE2: istiod reads it as "is there". */
  String EVERYTHING = "*";

  /** What istiod's webhook allows of an expression. */
  int MOST_CHARACTERS = 1024;
}
