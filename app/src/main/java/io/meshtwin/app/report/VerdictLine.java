package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** A verdict as the contract writes it, in one line for people. */
public final class VerdictLine {
  private VerdictLine() {}

  public static String of(JsonNode verdict) {
    var words = new StringJoiner(", ");
    words.add(verdict.path("verdict").asText());
    for (JsonNode backend : verdict.path("backends")) {
      String share = "%.0f%%".formatted(backend.path("weight").asDouble(1) * 100);
      String subset =
          backend.path("subset").isTextual() ? " subset " + backend.path("subset").asText() : "";
      words.add(
          share + " " + backend.path("service").asText(backend.path("status").asText()) + subset);
    }
    if (verdict.path("status").isInt()) {
      words.add(verdict.path("status").asText());
    }
    if (verdict.path("reason").isTextual()) {
      words.add(verdict.path("reason").asText());
    }
    return words.toString();
  }
}
