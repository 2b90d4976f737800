package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/** The differences of a plan, worst first. */
final class PreviewLines {
  private static final int SHOWN = 20;

  private PreviewLines() {}

  static void print(JsonNode preview, PrintStream out) {
    JsonNode differences = preview.path("differences");
    for (int i = 0; i < Math.min(SHOWN, differences.size()); i++) {
      JsonNode difference = differences.get(i);
      out.println(
          "  %s: %s -> %s: %s"
              .formatted(
                  difference.path("severity").asText(),
                  difference.at("/clients/group").asText(),
                  destination(difference.path("destination")),
                  difference.path("class").asText()));
      out.println(
          "    "
              + VerdictLine.of(difference.path("before"))
              + "  =>  "
              + VerdictLine.of(difference.path("after")));
    }
    if (differences.size() > SHOWN) {
      out.println("  and " + (differences.size() - SHOWN) + " more; -o json shows them all");
    }
    for (JsonNode finding : preview.at("/findings/introduced")) {
      out.println(
          "  introduces %s %s: %s %s"
              .formatted(
                  finding.path("code").asText(),
                  finding.path("resource").asText(),
                  finding.path("field").asText(),
                  finding.path("message").asText()));
    }
  }

  private static String destination(JsonNode destination) {
    String place =
        destination.has("service")
            ? destination.path("service").asText() + ":" + destination.path("port").asText()
            : "gateway " + destination.path("gateway").asText();
    return destination.path("host").asText("").isEmpty()
        ? place
        : place + " " + destination.path("host").asText();
  }
}
