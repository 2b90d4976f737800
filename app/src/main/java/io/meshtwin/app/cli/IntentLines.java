package io.meshtwin.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The elements of a YAML list with the lines that they stand on. */
final class IntentLines {
  private IntentLines() {}

  /** An element and its line, from 1. */
  record Item(int line, JsonNode value) {}

  /** The text has no list where one is needed. */
  static final class NoListException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoListException() {
      super("a list of intents, or one under \"intents\", is needed");
    }
  }

  /**
   * The elements of a text that is a list, or has one under {@code intents}.
   *
   * @throws NoListException when it is neither
   * @throws IOException when it is no YAML
   */
  static List<Item> of(String text) throws IOException {
    try (JsonParser parser = new YAMLMapper().createParser(text)) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        token = intents(parser);
      }
      if (token != JsonToken.START_ARRAY) {
        throw new NoListException();
      }
      var items = new ArrayList<Item>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int line = parser.currentTokenLocation().getLineNr();
        items.add(new Item(line, parser.readValueAsTree()));
      }
      return items;
    }
  }

  private static JsonToken intents(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("intents")) {
        return value;
      }
      parser.skipChildren();
    }
    return JsonToken.NOT_AVAILABLE;
  }
}
