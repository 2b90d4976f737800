package io.meshtwin.twin.routing;

import java.util.List;

/** How a rule reads the value of a header or of a query parameter. */
public sealed interface ValueMatch {
  /** The text that is compared: a value, or an expression. */
  String value();

  /** The whole value, case-sensitive. */
  record Exact(String value) implements ValueMatch {}

  /** A value that begins so. */
  record Prefix(String value) implements ValueMatch {}

  /** An RE2 expression that must take the whole value. */
  record Regex(String value) implements ValueMatch {}

  /** Any value, as long as there is one (Envoy's {@code present_match}). */
  record Present() implements ValueMatch {
    @Override
    public String value() {
      return "";
    }
  }

  /**
   * A matcher with the name it reads.
   *
   * @param name a header's name in lower case, or a query parameter's name as it is; {@code
   *     :authority}, {@code :method}, {@code :scheme} and {@code :path} are what HTTP/2 calls so,
   *     Host with the port that the client wrote; a name that begins with {@link #CLAIM} is a claim
   *     of a token that the proxy accepted, and a list of claims is taken when one of them is
   * @param match the matcher; several values of a header are joined with a comma before
   * @param inverted whether what the matcher takes is refused, and the other way round: a header
   *     that is absent counts as an empty value then, but for {@link Present} (Envoy's {@code
   *     invert_match} with {@code treat_missing_header_as_empty}); never for query parameters
   */
  record Named(String name, ValueMatch match, boolean inverted) {
    /** How a claim's name begins; its path follows, each part between brackets. */
    public static final String CLAIM = "@request.auth.claims";

    /** The path of the claim that is read, from the outermost object; empty for a header. */
    public List<String> claim() {
      return name.startsWith(CLAIM)
          ? List.of(name.substring(CLAIM.length() + 1, name.length() - 1).split("\\]\\[", -1))
          : List.of();
    }

    /** Takes what the matcher takes. */
    public Named(String name, ValueMatch match) {
      this(name, match, false);
    }
  }
}
