package io.meshtwin.bridge.dump;

import io.meshtwin.twin.regex.KnownMatches;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code StringMatcher}, {@code HeaderMatcher} and {@code QueryParameterMatcher}. */
final class ValueMatches {
  private ValueMatches() {}

  /** How a text is compared; null where that is not modelled, which {@code unread} tells. */
  static @Nullable ValueMatch text(Entry matcher) {
    boolean anyCase = matcher.flag("ignore_case", false);
    if (matcher.has("exact")) {
      String exact = matcher.text("exact");
      return anyCase
          ? new ValueMatch.Regex(Expressions.anyCase(exact))
          : new ValueMatch.Exact(exact);
    }
    if (matcher.has("prefix")) {
      String prefix = matcher.text("prefix");
      return anyCase
          ? new ValueMatch.Regex(Expressions.anyCase(prefix) + ".*")
          : new ValueMatch.Prefix(prefix);
    }
    if (matcher.has("suffix")) {
      return around(".*", matcher.text("suffix"), "", anyCase);
    }
    if (matcher.has("contains")) {
      return around(".*", matcher.text("contains"), ".*", anyCase);
    }
    return matcher.has("safe_regex") ? regex(matcher.message("safe_regex", "RegexMatcher")) : null;
  }

  private static ValueMatch around(String before, String text, String after, boolean anyCase) {
    String own = anyCase ? Expressions.anyCase(text) : Expressions.quote(text);
    return new ValueMatch.Regex(before + own + after);
  }

  private static ValueMatch regex(Entry matcher) {
    matcher.harmless("google_re2");
    ValueMatch value = new ValueMatch.Regex(matcher.text("regex"));
    return Expressions.isRead(matcher) ? value : KnownMatches.of(value);
  }

  /** The matchers of one header, all of which must hold; null where it is not modelled. */
  static @Nullable List<ValueMatch.Named> header(Entry header) {
    String name = header.text("name").toLowerCase(Locale.ROOT);
    boolean inverted = header.flag("invert_match", false);
    boolean absentIsEmpty = header.flag("treat_missing_header_as_empty", false);
    if (header.has("present_match")) {
      boolean absent = header.flag("present_match", true) == inverted;
      return List.of(new ValueMatch.Named(name, new ValueMatch.Present(), absent));
    }
    ValueMatch match = ofHeader(header);
    if (match == null) {
      return null;
    }
    if (!inverted) {
      return absentIsEmpty ? null : List.of(new ValueMatch.Named(name, match));
    }
    // Without treat_missing_header_as_empty a header that is absent is not taken either way.
    var not = new ValueMatch.Named(name, match, true);
    return absentIsEmpty
        ? List.of(not)
        : List.of(new ValueMatch.Named(name, new ValueMatch.Present()), not);
  }

  /** Envoy keeps the old fields beside {@code string_match}; without any, the header must exist. */
  private static @Nullable ValueMatch ofHeader(Entry header) {
    if (header.has("string_match")) {
      return text(header.message("string_match", "StringMatcher"));
    }
    if (header.has("exact_match")) {
      return new ValueMatch.Exact(header.text("exact_match"));
    }
    if (header.has("prefix_match")) {
      return new ValueMatch.Prefix(header.text("prefix_match"));
    }
    if (header.has("suffix_match")) {
      return around(".*", header.text("suffix_match"), "", false);
    }
    if (header.has("contains_match")) {
      return around(".*", header.text("contains_match"), ".*", false);
    }
    if (header.has("safe_regex_match")) {
      return regex(header.message("safe_regex_match", "RegexMatcher"));
    }
    boolean other =
        Stream.of("range_match", "custom")
            .anyMatch(field -> !header.json().path(field).isMissingNode());
    return other ? null : new ValueMatch.Present();
  }

  /** The matcher of a query parameter; null where it is not modelled. */
  static ValueMatch.@Nullable Named query(Entry parameter) {
    String name = parameter.text("name");
    if (parameter.has("string_match")) {
      ValueMatch match = text(parameter.message("string_match", "StringMatcher"));
      return match == null ? null : new ValueMatch.Named(name, match);
    }
    boolean absent = !parameter.flag("present_match", true);
    return absent ? null : new ValueMatch.Named(name, new ValueMatch.Present());
  }
}
