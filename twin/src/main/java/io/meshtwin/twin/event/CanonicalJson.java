package io.meshtwin.twin.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compact JSON with sorted keys: one text for one meaning. */
final class CanonicalJson {
  static final JsonMapper MAPPER =
      JsonMapper.builder().disable(SerializationFeature.INDENT_OUTPUT).build();

  private CanonicalJson() {}

  /** The text in UTF-8. */
  static byte[] write(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
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
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(tree.properties());
    fields.sort(Map.Entry.comparingByKey());
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : fields) {
      if (!field.getValue().isNull()) {
        copy.set(field.getKey(), sorted(field.getValue()));
      }
    }
    return copy;
  }
}
