package io.meshtwin.twin.finding;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * That findings of a code are not to be shown, everywhere or for some resources. Written {@code
 * MT0104}, {@code MT0104=HTTPRoute shop/cart} or, with {@code *} for any characters, {@code
 * MT02*=HTTPRoute shop/*}.
 *
 * @param code a code, or a pattern of codes
 * @param resource {@code Kind namespace/name}, or a pattern of them
 */
public record Suppression(String code, String resource) {
  /** The annotation by which a resource suppresses findings of its own: codes with commas. */
  public static final String ANNOTATION = "meshtwin.io/suppress";

  private static final Pattern CODES = Pattern.compile("MT[0-9*]{1,4}|\\*");

  public Suppression {
    String mistake = mistake(code);
    if (mistake != null) {
      throw new IllegalArgumentException(mistake);
    }
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException in words for the user
   */
  public static Suppression parse(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new Suppression(text.strip(), "*")
        : new Suppression(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
  }

  /**
   * What a resource's annotation suppresses. A code that does not exist suppresses nothing; {@link
   * #mistakes} tells.
   *
   * @param value the annotation's value
   */
  public static List<Suppression> ofAnnotation(String value, ResourceKey resource) {
    return codes(value)
        .filter(code -> mistake(code) == null)
        .map(code -> new Suppression(code, resource.toString()))
        .toList();
  }

  /** What is wrong with the codes of an annotation, a sentence each. */
  public static List<String> mistakes(String value) {
    return codes(value).flatMap(code -> Stream.ofNullable(mistake(code))).toList();
  }

  private static Stream<String> codes(String value) {
    return Arrays.stream(value.split(",", -1)).map(String::strip).filter(c -> !c.isEmpty());
  }

  private static @Nullable String mistake(String code) {
    if (!CODES.matcher(code).matches()) {
      return "\"" + code + "\" is no code of a finding such as MT0104, or a pattern such as MT02*";
    }
    return code.contains("*")
            || Arrays.stream(FindingCode.values()).anyMatch(known -> known.code().equals(code))
        ? null
        : "no finding has the code " + code;
  }

  /** Whether a finding is not to be shown. */
  public boolean covers(Finding finding) {
    return like(code, finding.code().code()) && like(resource, finding.resource().toString());
  }

  private static boolean like(String pattern, String text) {
    String expression =
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .reduce((one, other) -> one + ".*" + other)
            .orElse("");
    return text.matches("(?s)" + expression);
  }
}
