package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Json;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.finding.Finding;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A SARIF 2.1.0 log, which code hosts show beside the lines of a pull request. */
public final class SarifLog {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private final Map<String, String> rules = new LinkedHashMap<>();
  private final ArrayNode results = Json.array();
  private final ArrayNode notes = Json.array();

  private final String place;

  /**
   * An empty log.
   *
   * @param place what was read, as the user named it: where results stand of which no line is known
   */
  public SarifLog(String place) {
    this.place = place;
  }

  /**
   * A log of findings.
   *
   * @param place where those stand of which no line is known
   */
  public static ObjectNode of(List<Finding> findings, String place) {
    var log = new SarifLog(place);
    findings.forEach(log::add);
    return log.json();
  }

  /** The whole log. */
  public ObjectNode json() {
    ObjectNode json = Json.object().put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = json.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "meshtwin");
    ArrayNode described = driver.putArray("rules");
    rules.forEach((id, words) ->
        described.addObject().put("id", id).putObject("shortDescription").put("text", words));
    if (!notes.isEmpty()) {
      ObjectNode invocation = run.putArray("invocations").addObject();
      invocation.put("executionSuccessful", true).set("toolExecutionNotifications", notes);
    }
    for (JsonNode result : results) {
      if (result.path("locations").isEmpty()) {
        locate((ObjectNode) result, null);
      }
    }
    run.set("results", results);
    return json;
  }

  /** A finding, at its line where that is known. */
  void add(Finding finding) {
    String field = finding.field().isEmpty() ? "" : " " + finding.field();
    String level =
        switch (finding.severity()) {
          case ERROR -> "error";
          case WARNING -> "warning";
          case INFO -> "note";
        };
    String text = finding.resource() + field + ": " + finding.message();
    ObjectNode result = add(new Rule(finding.code().code(), finding.code().title()), level, text);
    fingerprint(result, finding.code() + "\n" + text);
    locate(result, finding.source()).logical(finding.resource() + field);
  }

  /**
   * Something to be said of the run, not of a line (SARIF 2.1.0, 3.20.21).
   *
   * @param level error, warning or note
   */
  void note(String level, String text) {
    notes.addObject().put("level", level).putObject("message").put("text", text);
  }

  /** What a result is an instance of. */
  public record Rule(String id, String words) {}

  /** A result, so far without a place. */
  public ObjectNode add(Rule rule, String level, String text) {
    rules.putIfAbsent(rule.id(), rule.words());
    ObjectNode result = results.addObject().put("ruleId", rule.id()).put("level", level);
    result.putObject("message").put("text", text);
    result.putArray("locations");
    return result;
  }

  /** By which a code host knows the same result again, wherever its line has gone. */
  public static void fingerprint(ObjectNode result, String content) {
    result.putObject("partialFingerprints").put("meshtwin/v1", Digest.of(content).toString());
  }

  /** A place of a result, to which a name can be added. */
  public record Location(ObjectNode json) {
    /** What stands there, as people name it (SARIF 2.1.0, 3.28.4). */
    public void logical(String name) {
      json.putArray("logicalLocations").addObject().put("fullyQualifiedName", name);
    }
  }

  /**
   * Says where a result stands. Code hosts refuse results without a place, so that what comes from
   * a cluster, a log or a proxy stands at the beginning of what was read.
   *
   * @param source {@code file:line}; anything else is no place
   */
  public Location locate(ObjectNode result, @Nullable String source) {
    ObjectNode location = result.withArray("locations").addObject();
    ObjectNode physical = location.putObject("physicalLocation");
    String file = place;
    int line = 1;
    if (source != null && source.matches(".+:[0-9]+")) {
      int colon = source.lastIndexOf(':');
      file = source.substring(0, colon);
      line = Integer.parseInt(source.substring(colon + 1));
    }
    physical.putObject("artifactLocation").put("uri", uri(file));
    physical.putObject("region").put("startLine", line);
    return new Location(location);
  }

  /** A file's path as a reference (SARIF 2.1.0, 3.4.3; RFC 3986). */
  private static String uri(String file) {
    return Arrays.stream(file.replace('\\', '/').split("/", -1))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }
}
