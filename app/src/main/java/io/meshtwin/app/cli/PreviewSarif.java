package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.diff.Cause;
import io.meshtwin.simulator.diff.Difference;
import io.meshtwin.simulator.diff.Impact;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A preview as SARIF 2.1.0, which code hosts show beside the lines of a pull request: a result for
 * each class that is answered differently, at the lines that cause it, and for each finding that
 * the change introduces.
 */
final class PreviewSarif {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private final Map<String, String> rules = new LinkedHashMap<>();
  private final ArrayNode results = Json.array();

  private PreviewSarif() {}

  static ObjectNode of(Preview preview) {
    return new PreviewSarif().write(preview);
  }

  private ObjectNode write(Preview preview) {
    preview.differences().forEach(this::difference);
    preview.introduced().forEach(this::finding);
    ObjectNode json = Json.object().put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = json.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "meshtwin");
    ArrayNode described = driver.putArray("rules");
    rules.forEach((id, words) ->
        described.addObject().put("id", id).putObject("shortDescription").put("text", words));
    run.set("results", results);
    return json;
  }

  private void difference(Difference difference) {
    String rule = "behaviour/" + difference.impact();
    rules.putIfAbsent(rule, "A change of behaviour that " + difference.impact() + " requests");
    var text = new StringBuilder();
    text.append(difference.destination()).append(", ").append(difference.requests());
    for (String[] line : PreviewWords.lines(difference)) {
      text.append('\n').append(line[0]).append(": ").append(line[1]);
    }
    ObjectNode result = result(rule, level(difference.impact()), text.toString());
    result
        .putObject("partialFingerprints")
        .put("meshtwin/v1", Digest.of(difference.key()).toString());
    ArrayNode locations = result.putArray("locations");
    difference.cause().stream().map(Cause::source).forEach(source -> location(source, locations));
  }

  private void finding(Finding finding) {
    rules.putIfAbsent(finding.code().code(), finding.code().title());
    String field = finding.field().isEmpty() ? "" : " " + finding.field();
    ObjectNode result =
        result(
            finding.code().code(),
            finding.severity() == Severity.ERROR ? "error" : "warning",
            finding.resource() + field + ": " + finding.message());
    location(finding.source(), result.putArray("locations"));
  }

  private ObjectNode result(String rule, String level, String text) {
    ObjectNode result = results.addObject().put("ruleId", rule).put("level", level);
    result.putObject("message").put("text", text);
    return result;
  }

  private static String level(Impact impact) {
    return switch (impact) {
      case BREAKS, WEAKENS_SECURITY -> "error";
      case REROUTES, REWRITES -> "warning";
      case TUNES, WIDENS -> "note";
    };
  }

  /** A place is {@code file:line}; without a line, or from elsewhere, there is nothing to show. */
  private static void location(@Nullable String source, ArrayNode locations) {
    int colon = source == null ? -1 : source.lastIndexOf(':');
    if (source == null || colon < 1) {
      return;
    }
    String line = source.substring(colon + 1);
    if (!line.isEmpty() && line.chars().allMatch(c -> c >= '0' && c <= '9')) {
      ObjectNode place = locations.addObject().putObject("physicalLocation");
      place.putObject("artifactLocation").put("uri", source.substring(0, colon).replace('\\', '/'));
      place.putObject("region").put("startLine", Integer.parseInt(line));
    }
  }
}
