package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** YAML that stands as text within an object, as a ConfigMap has it. */
final class YamlText {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private YamlText() {}

  /** The text as a tree: an empty object for the empty text, null for what is no YAML object. */
  static @Nullable JsonNode tree(String text) {
    if (text.isBlank()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      JsonNode tree =
          read == null ? JsonNodeFactory.instance.objectNode() : MAPPER.valueToTree(read);
      return tree.isObject() ? tree : null;
    } catch (YAMLException | IllegalArgumentException e) {
      return null;
    }
  }
}
