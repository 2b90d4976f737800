package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a plain scalar means to kubectl: YAML 1.1 as the Go library behind {@code sigs.k8s.io/yaml}
 * resolves it. {@code yes} and {@code off} are booleans, {@code 010} is eight, {@code 08} is eight
 * too, {@code 1e3} is a thousand, and a date stays a string.
 */
final class YamlScalar {
  /** Words that are no text, by what they mean; infinity and the like have no JSON form. */
  private static final Map<String, Optional<JsonNode>> WORDS = new HashMap<>();

  static {
    words(Optional.of(NullNode.instance), "", "~", "null", "Null", "NULL");
    words(Optional.of(BooleanNode.TRUE), "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE");
    words(Optional.of(BooleanNode.TRUE), "on", "On", "ON");
    words(Optional.of(BooleanNode.FALSE), "n", "N", "no", "No", "NO", "false", "False", "FALSE");
    words(Optional.of(BooleanNode.FALSE), "off", "Off", "OFF");
    words(Optional.empty(), ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF");
    words(Optional.empty(), "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF");
  }

  private static void words(Optional<JsonNode> meaning, String... all) {
    List.of(all).forEach(word -> WORDS.put(word, meaning));
  }

  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([1-9][0-9]*|0))");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");

  /** Beyond this Go writes an exponent; so large a number means nothing in a manifest. */
  private static final double LARGEST_WHOLE = 1e21;

  /** Digits beyond which nobody means a number; parsing costs the square of the length. */
  private static final int LONGEST_NUMBER = 400;

  private YamlScalar() {}

  /** The value of a plain scalar; empty when JSON has none (infinity, not a number). */
  static Optional<JsonNode> resolve(String text) {
    Optional<JsonNode> word = WORDS.get(text);
    if (word != null) {
      return word;
    }
    char first = text.charAt(0);
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
