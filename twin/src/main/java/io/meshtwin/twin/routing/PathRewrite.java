package io.meshtwin.twin.routing;

/** A new path; the query stays. */
public sealed interface PathRewrite {
  /** The whole path is replaced. */
  record Full(String value) implements PathRewrite {}

  /**
   * The matched prefix is replaced (Gateway API {@code ReplacePrefixMatch}).
   *
   * @param prefix the prefix that the rule matched, without a trailing slash unless it is {@code /}
   * @param value what stands in its place
   */
  record Prefix(String prefix, String value) implements PathRewrite {
    public Prefix {
      while (prefix.length() > 1 && prefix.endsWith("/")) {
        prefix = prefix.substring(0, prefix.length() - 1);
      }
    }
  }

  /**
   * The characters of the matched prefix are replaced, whatever stands before and after (Envoy's
   * {@code prefix_rewrite}): {@code /a} by {@code /} makes {@code //b} of {@code /a/b}.
   *
   * @param prefix the prefix that the rule matched
   * @param value what stands in its place
   */
  record Text(String prefix, String value) implements PathRewrite {}

  /**
   * All that an expression takes is replaced (Envoy's {@code regex_rewrite}).
   *
   * @param expression of RE2
   * @param substitution RE2's: {@code \\1} is the first group, {@code \\\\} a backslash
   */
  record Regex(String expression, String substitution) implements PathRewrite {}
}
