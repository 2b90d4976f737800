package io.meshtwin.twin.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.TreeMap;

/** Compact JSON with sorted keys: one text for one meaning. */
final class CanonicalJson {
  static final JsonMapper MAPPER =
      JsonMapper.builder().disable(SerializationFeature.INDENT_OUTPUT).build();

  private CanonicalJson() {}

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
