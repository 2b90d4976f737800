package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;
import io.meshtwin.twin.routing.PathRewrite;
import java.util.Optional;

/**
 * A new path as an expression over the old one.
 *
 * <p>Always {@code regex_rewrite}: Envoy's {@code prefix_rewrite} replaces bytes, and so makes
 * {@code //bar} of {@code /foo/bar} with {@code /foo} → {@code /}, and an empty path of {@code
 * /foo} with an empty value. Gateway API (HTTPPathModifier.replacePrefixMatch) replaces whole
 * segments and ignores a trailing slash of prefix and value. The query is not touched.
 */
final class PathRewrites {
  private PathRewrites() {}

  /** The rewrite, for paths that the rule took by their very letters. */
  static Optional<RegexMatchAndSubstitute> of(PathRewrite rewrite) {
    return of(rewrite, false);
  }

  /**
   * The rewrite; empty when it changes nothing.
   *
   * @param anyCase whether the rule took the path whatever the case of its letters
   */
  static Optional<RegexMatchAndSubstitute> of(PathRewrite rewrite, boolean anyCase) {
    return switch (rewrite) {
      case PathRewrite.Full full -> Optional.of(rewrite("^.*$", literal(full.value())));
      case PathRewrite.Prefix prefix ->
          prefix(
              prefix.prefix().equals("/") ? "" : prefix.prefix(),
              withoutTrailingSlashes(prefix.value()));
      case PathRewrite.Text text ->
          Optional.of(
              rewrite(
                  (anyCase ? "(?i)^" : "^") + Strings.quote(text.prefix()), literal(text.value())));
      case PathRewrite.Regex regex ->
          Optional.of(rewrite(regex.expression(), regex.substitution()));
    };
  }

  private static Optional<RegexMatchAndSubstitute> prefix(String prefix, String value) {
    if (value.isEmpty()) {
      return prefix.isEmpty()
          ? Optional.empty()
          : Optional.of(rewrite("^" + Strings.quote(prefix) + "/?(.*)$", "/\\1"));
    }
    return Optional.of(rewrite("^" + Strings.quote(prefix) + "(/.*)?$", literal(value) + "\\1"));
  }

  private static RegexMatchAndSubstitute rewrite(String pattern, String substitution) {
    return RegexMatchAndSubstitute.newBuilder()
        .setPattern(Strings.regex(pattern))
        .setSubstitution(substitution)
        .build();
  }

  /** In a substitution of RE2 a backslash begins a group's number; doubled it is itself. */
  private static String literal(String text) {
    return text.replace("\\", "\\\\");
  }

  private static String withoutTrailingSlashes(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    return text.substring(0, end);
  }
}
