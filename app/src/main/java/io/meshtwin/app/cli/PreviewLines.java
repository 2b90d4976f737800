package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/** The differences of a plan, one line each. */
final class PreviewLines {
  private static final int SHOWN = 20;

  private PreviewLines() {}

  static void print(JsonNode preview, PrintStream out) {
    JsonNode differences = preview.path("differences");
    for (int i = 0; i < Math.min(SHOWN, differences.size()); i++) {
      out.println("  " + differences.get(i).path("place").asText());
    }
    if (differences.size() > SHOWN) {
      out.println("  and " + (differences.size() - SHOWN) + " more; -o json shows them all");
    }
  }
}
