package io.meshtwin.twin.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compact JSON with sorted keys: one text for one meaning. */
final class CanonicalJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(SerializationFeature.INDENT_OUTPUT).build();

  private static final byte[] VERSION = ascii("{\"apiVersion\":\"");
  private static final byte[] KIND = ascii(",\"kind\":\"");
  private static final byte[] METADATA = ascii(",\"metadata\":{");
  private static final byte[] BEFORE = ascii("\"annotations\"");
  private static final byte[] ITSELF = ascii("\"creationTimestamp\"");

  private CanonicalJson() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static String write(JsonNode tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  /** Reads what {@link #write} wrote. */
  static JsonNode read(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("the stored manifest is no JSON", e);
    }
  }

  /** {@code metadata.creationTimestamp} without reading more than what stands before it. */
  static @Nullable String creationTimestamp(byte[] json) {
    int metadata = metadata(json);
    if (metadata > 0
        && !startsWith(json, metadata, BEFORE)
        && !startsWith(json, metadata, ITSELF)) {
      return null;
    }
    try (JsonParser tokens = MAPPER.createParser(json)) {
      return seek(tokens, "metadata") && seek(tokens, "creationTimestamp")
          ? tokens.nextTextValue()
          : null;
    } catch (IOException e) {
      throw new IllegalArgumentException("the stored manifest is no JSON", e);
    }
  }

  /**
   * Where metadata's first key begins, in the plain case that it follows version and kind; or 0.
   */
  private static int metadata(byte[] json) {
    int kind = behindText(json, 0, VERSION);
    int metadata = kind == 0 ? 0 : behindText(json, kind, KIND);
    return metadata > 0 && startsWith(json, metadata, METADATA) ? metadata + METADATA.length : 0;
  }

  private static int behindText(byte[] json, int at, byte[] key) {
    if (!startsWith(json, at, key)) {
      return 0;
    }
    for (int i = at + key.length; i < json.length && json[i] != '\\'; i++) {
      if (json[i] == '"') {
        return i + 1;
      }
    }
    return 0;
  }

  private static boolean startsWith(byte[] json, int at, byte[] text) {
    return json.length >= at + text.length
        && Arrays.equals(json, at, at + text.length, text, 0, text.length);
  }

  /** Goes to a field of the object that comes next. */
  private static boolean seek(JsonParser tokens, String field) throws IOException {
    if (tokens.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (tokens.nextToken() == JsonToken.FIELD_NAME) {
      int order = tokens.currentName().compareTo(field);
      if (order >= 0) {
        // Keys are sorted.
        return order == 0;
      }
      tokens.nextToken();
      tokens.skipChildren();
    }
    return false;
  }

  /** A copy with sorted keys and without nulls, which mean "absent" in Kubernetes objects. */
  static JsonNode sorted(JsonNode tree) {
    if (tree.isArray()) {
      var copy = JsonNodeFactory.instance.arrayNode(tree.size());
      tree.forEach(item -> copy.add(sorted(item)));
      return copy;
    }
    if (!tree.isObject()) {
      return tree;
    }
    var fields = new TreeMap<String, JsonNode>();
    tree.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    fields.forEach((name, value) -> {
      if (!value.isNull()) {
        copy.set(name, sorted(value));
      }
    });
    return copy;
  }
}
