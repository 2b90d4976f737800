package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a plain scalar means to kubectl: YAML 1.1 as the Go library behind {@code sigs.k8s.io/yaml}
 * resolves it. {@code yes} and {@code off} are booleans, {@code 010} is eight, {@code 08} is eight
 * too, {@code 1e3} is a thousand, and a date stays a string.
 */
final class YamlScalar {
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("~", "null", "Null", "NULL");
  private static final Set<String> NOT_FINITE =
      Set.of(
          ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
          "-.Inf", "-.INF");
  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([1-9][0-9]*|0))");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");

  /** Beyond this Go writes an exponent; so large a number means nothing in a manifest. */
  private static final double LARGEST_WHOLE = 1e21;

  /** Digits beyond which nobody means a number; parsing costs the square of the length. */
  private static final int LONGEST_NUMBER = 400;

  /** What words that mean no text begin with; none of them is longer than {@link #LONGEST_WORD}. */
  private static final String FIRST_OF_WORDS = "yYnNtTfFoO~.+-";

  private static final int LONGEST_WORD = 5;

  private YamlScalar() {}

  /** The value of a plain scalar; empty when JSON has none (infinity, not a number). */
  static Optional<JsonNode> resolve(String text) {
    if (text.isEmpty()) {
      return Optional.of(NullNode.instance);
    }
    char first = text.charAt(0);
    if (text.length() <= LONGEST_WORD && FIRST_OF_WORDS.indexOf(first) >= 0) {
      if (NULL.contains(text)) {
        return Optional.of(NullNode.instance);
      }
      if (TRUE.contains(text) || FALSE.contains(text)) {
        return Optional.of(BooleanNode.valueOf(TRUE.contains(text)));
      }
      if (NOT_FINITE.contains(text)) {
        return Optional.empty();
      }
    }
    boolean mayBeNumber =
        (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
    if (!mayBeNumber || text.length() > LONGEST_NUMBER) {
      return Optional.of(TextNode.valueOf(text));
    }
    return Optional.of(number(first == '.' ? text : text.replace("_", ""), text));
  }

  private static JsonNode number(String plain, String text) {
    var integer = INTEGER.matcher(plain);
    if (integer.matches()) {
      int[] radix = {16, 2, 8, 10};
      for (int i = 0; i < radix.length; i++) {
        if (integer.group(i + 2) != null) {
          var value = new BigInteger(integer.group(i + 2), radix[i]);
          return whole(integer.group(1).equals("-") ? value.negate() : value);
        }
      }
    }
    if (!FLOAT.matcher(plain).matches()) {
      return TextNode.valueOf(text);
    }
    double value = Double.parseDouble(plain);
    if (Double.isInfinite(value)) {
      return TextNode.valueOf(text);
    }
    boolean isWhole = value == Math.rint(value) && Math.abs(value) < LARGEST_WHOLE;
    return isWhole ? whole(new BigDecimal(value).toBigInteger()) : DoubleNode.valueOf(value);
  }

  /** The narrowest node, as Jackson reads JSON: trees from YAML and JSON are equal. */
  private static JsonNode whole(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return JsonNodeFactory.instance.numberNode(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? JsonNodeFactory.instance.numberNode(value.longValue())
        : JsonNodeFactory.instance.numberNode(value);
  }
}
