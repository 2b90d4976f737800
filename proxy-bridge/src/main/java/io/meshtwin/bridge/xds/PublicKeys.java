package io.meshtwin.bridge.xds;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * JSON Web Key Sets (RFC 7517, 5). Envoy refuses a whole listener for a set without any key that it
 * can use, so such a set must not reach it.
 */
final class PublicKeys {
  /** What each type of key must have (RFC 7518, 6; RFC 8037, 2). */
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "RSA", List.of("n", "e"),
          "EC", List.of("x", "y"),
          "OKP", List.of("x"),
          "oct", List.of("k"));

  private PublicKeys() {}

  /** Whether at least one key of a set is whole. */
  static boolean usable(String set) {
    Struct.Builder parsed = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(set, parsed);
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
    return parsed
        .getFieldsOrDefault("keys", Value.getDefaultInstance())
        .getListValue()
        .getValuesList()
        .stream()
        .anyMatch(key -> whole(key.getStructValue()));
  }

  private static boolean whole(Struct key) {
    List<String> needed = NEEDED.get(text(key, "kty"));
    return needed != null && needed.stream().allMatch(name -> isNumber(text(key, name)));
  }

  private static boolean isNumber(String encoded) {
    try {
      return Base64.getUrlDecoder().decode(encoded).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String text(Struct key, String name) {
    return key.getFieldsOrDefault(name, Value.getDefaultInstance()).getStringValue();
  }
}
