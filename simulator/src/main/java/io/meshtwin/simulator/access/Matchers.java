package io.meshtwin.simulator.access;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.meshtwin.twin.regex.Expression;
import io.meshtwin.twin.routing.access.StringMatch;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares texts as Envoy's {@code StringMatcher} does; expressions are compiled once. */
public final class Matchers {
  /** What Envoy's {@code uri_template} takes for the characters of a segment. */
  private static final String SEGMENT = "[a-zA-Z0-9\\-._~%!$&'()+,;:@=]";

  private final Map<String, Expression> expressions = new ConcurrentHashMap<>();

  /**
   * Whether a match takes a text; unknown where its expression is none of RE2's.
   *
   * @param value null where there is none: then nothing takes it
   */
  public Truth takes(StringMatch match, @Nullable String value) {
    if (value == null) {
      return Truth.NO;
    }
    return switch (match) {
      case StringMatch.Present _ -> Truth.YES;
      case StringMatch.Exact exact ->
          Truth.of(
              exact.ignoreCase()
                  ? exact.value().equalsIgnoreCase(value)
                  : exact.value().equals(value));
      case StringMatch.Prefix prefix ->
          Truth.of(
              folded(value, prefix.ignoreCase())
                  .startsWith(folded(prefix.value(), prefix.ignoreCase())));
      case StringMatch.Suffix suffix ->
          Truth.of(
              folded(value, suffix.ignoreCase())
                  .endsWith(folded(suffix.value(), suffix.ignoreCase())));
      case StringMatch.Regex regex -> regex(regex.value(), value);
    };
  }

  Truth takesTemplate(String template, String path) {
    return regex(expression(template), path);
  }

  /**
   * A path template as an expression: {@code *} is one segment, {@code **} any number of them
   * (Envoy, {@code uri_template_lib}).
   */
  public static String expression(String template) {
    return Arrays.stream(template.split("/", -1))
        .map(segment ->
            switch (segment) {
              case "*" -> SEGMENT + "+";
              case "**" -> "(" + SEGMENT + "|/)*";
              default -> Pattern.quote(segment);
            })
        .collect(Collectors.joining("/"));
  }

  private Truth regex(String expression, String value) {
    try {
      return Truth.of(expressions.computeIfAbsent(expression, Expression::of).test(value));
    } catch (PatternSyntaxException e) {
      return Truth.UNKNOWN;
    }
  }

  private static String folded(String text, boolean ignoreCase) {
    return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
  }
}
