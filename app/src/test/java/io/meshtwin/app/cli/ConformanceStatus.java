package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.StatusJson;
import io.meshtwin.twin.status.MeshStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One test of the conformance suite: its steps are done in order, what status says is compared. */
final class ConformanceStatus {
  /** What depends on a running cluster, and why a prediction from manifests cannot say it. */
  private static final Map<String, String> NOT_EXPRESSED =
      Map.of(
          "observedGenerationCurrent", "generations are the API server's bookkeeping",
          "hasAddress", "addresses come from the infrastructure",
          "addresses", "addresses come from the infrastructure",
          "generatedResources", "what a controller deploys is its own affair",
          "AddressNotUsable", "addresses come from the infrastructure");

  private final JsonNode test;
  private final ConformanceMesh mesh;
  private final List<String> differences = new ArrayList<>();
  private final SortedMap<String, String> notExpressed = new TreeMap<>();
  private int agreed;

  private ConformanceStatus(Path folder, JsonNode test) {
    this.test = test;
    this.mesh = new ConformanceMesh(folder);
  }

  static ConformanceStatus run(Path folder, Path file) throws IOException {
    var conformance = new ConformanceStatus(folder, Json.MAPPER.readTree(file.toFile()));
    // The assertions of a test for what is not supported hold only where it is not.
    if (conformance.test.path("onlyIfUnsupported").isEmpty()) {
      conformance.run();
    } else {
      conformance.test.path("status").forEach(conformance::skip);
    }
    return conformance;
  }

  /** Each with the assertion's name and what is wrong. */
  List<String> differences() {
    return differences;
  }

  /** Assertions about which a prediction says nothing, and why. */
  SortedMap<String, String> notExpressed() {
    return notExpressed;
  }

  /** How many assertions hold. */
  int agreed() {
    return agreed;
  }

  private void skip(JsonNode entry) {
    notExpressed.put(
        entry.path("id").asText(), "holds only without " + test.path("onlyIfUnsupported"));
  }

  private void run() {
    mesh.run(
        test,
        "status",
        () -> {
          JsonNode status = StatusJson.of(MeshStatus.of(mesh.resolved()));
          return entry -> check(entry, status);
        });
  }

  private void check(JsonNode entry, JsonNode status) {
    String id = entry.path("id").asText() + " " + entry.path("assert").asText();
    String why = NOT_EXPRESSED.get(entry.path("assert").asText());
    for (JsonNode condition : entry.path("conditions")) {
      why = why == null ? NOT_EXPRESSED.get(condition.path("reason").asText()) : why;
    }
    if (why != null) {
      notExpressed.put(id, why);
      return;
    }
    List<String> wrong = new StatusAssertion(entry, status).differences();
    agreed += wrong.isEmpty() ? 1 : 0;
    wrong.forEach(difference -> differences.add(id + " " + difference));
  }
}
