package io.meshtwin.twin.routing;

/** How a rule reads the path, without query; the path is normalised first, as Envoy does. */
public sealed interface PathMatch {
  /** Takes every path. */
  PathMatch ANY = new SegmentPrefix("/");

  /** The text that is compared: a path, or an expression. */
  String value();

  /** The whole path, case-sensitive. */
  record Exact(String value) implements PathMatch {}

  /**
   * Whole segments (Gateway API's {@code PathPrefix}, Envoy's {@code path_separated_prefix}):
   * {@code /foo} takes {@code /foo} and {@code /foo/bar}, not {@code /foobar}.
   *
   * @param value without a trailing slash, or {@code /} for every path
   */
  record SegmentPrefix(String value) implements PathMatch {
    public SegmentPrefix {
      while (value.length() > 1 && value.endsWith("/")) {
        value = value.substring(0, value.length() - 1);
      }
    }
  }

  /**
   * Every path that begins with the text, segments or not (Envoy's {@code prefix}; a GRPCRoute that
   * names a service).
   */
  record Prefix(String value) implements PathMatch {}

  /** An RE2 expression that must take the whole path (Envoy's {@code safe_regex}). */
  record Regex(String value) implements PathMatch {}
}
