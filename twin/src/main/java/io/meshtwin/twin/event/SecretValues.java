package io.meshtwin.twin.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The values of a Secret or a ConfigMap, on their way from where they are to a proxy. Nothing that
 * holds them is an event, and no text of theirs is ever shown.
 */
public final class SecretValues {
  private static final Set<String> KINDS = Set.of("Secret", "ConfigMap");

  private final Map<String, String> values;

  private SecretValues(Map<String, String> values) {
    this.values = values;
  }

  /** Whether objects with this key have values. */
  public static boolean concern(ResourceKey key) {
    return key.group().isEmpty() && KINDS.contains(key.kind());
  }

  /**
   * The values of a whole object, as the API server would hold them: {@code stringData} over {@code
   * data}. What is no base64 stays as it is.
   */
  public static SecretValues of(ResourceKey key, JsonNode object) {
    boolean encoded = key.kind().equals("Secret");
    var values = new TreeMap<String, String>();
    for (var field : object.path("data").properties()) {
      String text = field.getValue().asText("");
      values.put(field.getKey(), encoded ? decoded(text) : text);
    }
    for (var field : object.path("stringData").properties()) {
      values.put(field.getKey(), field.getValue().asText(""));
    }
    return new SecretValues(values);
  }

  /** A value that is there and is not empty. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Whether there is no value at all: the manifest was kept without them. */
  boolean isEmpty() {
    return values.values().stream().allMatch(String::isBlank);
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      return base64;
    }
  }

  /** How many, and nothing of them. */
  @Override
  public String toString() {
    return values.size() + " values";
  }
}
