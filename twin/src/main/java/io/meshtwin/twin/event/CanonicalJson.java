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

  private static final String METADATA = "\"metadata\":{";
  private static final byte[] METADATA_BYTES = ascii(METADATA);

  /** So many bytes are walked over before the rest is searched. */
  private static final int NEAR = 100;

  private static final byte[] BEFORE = ascii("\"annotations\"");
  private static final byte[] ITSELF = ascii("\"creationTimestamp\":\"");

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
    if (metadata == 0) {
      return null;
    }
    if (startsWith(json, metadata, ITSELF)) {
      int from = metadata + ITSELF.length;
      return new String(json, from, textEnd(json, from) - from, StandardCharsets.UTF_8);
    }
    if (!startsWith(json, metadata, BEFORE)) {
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
   * Where the first key of the top level's {@code metadata} begins; 0 where there is none. A replay
   * asks this of every version of a resource. In most it stands near the front; in others it is
   * searched for: every object has the field on its top level, so where the text is there once, it
   * is that one. (An unescaped quote never stands inside a text.)
   */
  private static int metadata(byte[] json) {
    int near = walkToMetadata(json, Math.min(json.length, NEAR));
    if (near > 0) {
      return near;
    }
    var text = new String(json, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(METADATA);
    if (at < 0) {
      return 0;
    }
    boolean once = text.indexOf(METADATA, at + METADATA.length()) < 0;
    return once ? at + METADATA.length() : walkToMetadata(json, json.length);
  }

  /** The same by a walk over the bytes; 0 where it does not begin before an end. */
  private static int walkToMetadata(byte[] json, int end) {
    int depth = 0;
    for (int i = 0; i < end; i++) {
      byte b = json[i];
      if (b == '"') {
        if (depth == 1 && startsWith(json, i, METADATA_BYTES)) {
          return i + METADATA_BYTES.length;
        }
        i = textEnd(json, i + 1);
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
    }
    return 0;
  }

  /** Where the quote behind a text is. */
  private static int textEnd(byte[] json, int from) {
    int i = from;
    while (i < json.length) {
      byte b = json[i];
      if (b == '"') {
        return i;
      }
      i += b == '\\' ? 2 : 1;
    }
    return i;
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
