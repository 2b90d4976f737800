package io.meshtwin.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshtwin.app.json.Json;
import java.util.Locale;

/** How an answer is printed: for people, or as a document. */
enum DocumentFormat {
  TABLE,
  JSON,
  YAML;

  /** Prints a document; the table is its command's own. */
  void print(JsonNode document, Terminal terminal) {
    terminal.out().print(this == YAML ? yaml(document) : Json.pretty(document) + "\n");
  }

  static String yaml(JsonNode document) {
    try {
      return YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build()
          .writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written as YAML", e);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
