package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** What a command found: for people, and as a document. */
public interface Answer {
  /**
   * For people.
   *
   * @param width columns of their terminal; 0 for none
   */
  String table(Style style, int width);

  /** As its JSON Schema says. */
  JsonNode document();

  /**
   * An answer whose table is printed, in columns that are not folded.
   *
   * @param document made when a format asks for it
   */
  static Answer printed(
      BiConsumer<PrintStream, Style> table, Supplier<? extends JsonNode> document) {
    return new Answer() {
      @Override
      public String table(Style style, int width) {
        var text = new ByteArrayOutputStream();
        try (var out = new PrintStream(text, false, StandardCharsets.UTF_8)) {
          table.accept(out, style);
        }
        return text.toString(StandardCharsets.UTF_8);
      }

      @Override
      public JsonNode document() {
        return document.get();
      }
    };
  }
}
