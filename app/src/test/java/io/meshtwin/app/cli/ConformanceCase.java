package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.RequestReader;
import io.meshtwin.simulator.flow.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One test of the conformance suite: its steps are done in order, its requests simulated. */
final class ConformanceCase {
  static final String BACKENDS_CERTIFICATE = "the backend's certificate is assumed to verify";

  private final JsonNode test;
  private final ConformanceMesh mesh;
  private final List<String> differences = new ArrayList<>();
  private final SortedMap<String, String> notExpressed = new TreeMap<>();
  private int agreed;

  private ConformanceCase(Path folder, JsonNode test) {
    this.test = test;
    this.mesh = new ConformanceMesh(folder);
  }

  static ConformanceCase run(Path folder, Path file) throws IOException {
    var conformance = new ConformanceCase(folder, Json.MAPPER.readTree(file.toFile()));
    if (!conformance.test.path("requests").isEmpty()) {
      conformance.run();
    }
    return conformance;
  }

  /** Each with the request's name and what is wrong. */
  List<String> differences() {
    return differences;
  }

  /** Requests about which a verdict says nothing, and why. */
  SortedMap<String, String> notExpressed() {
    return notExpressed;
  }

  /** How many requests are answered as they should be. */
  int agreed() {
    return agreed;
  }

  private void run() {
    mesh.run(
        test,
        "requests",
        () -> {
          Simulator simulator = mesh.simulator();
          return entry -> ask(simulator, entry);
        });
  }

  private void ask(Simulator simulator, JsonNode entry) {
    String id = entry.path("id").asText();
    ObjectNode line = ConformanceLine.of(entry);
    JsonNode verdict = new RequestReader(simulator.mesh()).read(line).answer(simulator);
    List<String> wrong =
        verdict.path("verdict").asText().equals("unknown")
            ? List.of("unknown: " + verdict.path("reason").asText())
            : ConformanceCheck.differences(entry, verdict);
    if (wrong.isEmpty()) {
      agreed++;
    } else if (refusesBackend(entry, verdict)) {
      notExpressed.put(id, BACKENDS_CERTIFICATE);
    } else {
      wrong.forEach(difference -> differences.add(id + " " + difference));
    }
  }

  /** An error is expected where the proxy speaks TLS to a backend: of its certificate. */
  private static boolean refusesBackend(JsonNode entry, JsonNode verdict) {
    boolean error = entry.at("/expect/outcome").asText().equals("http-error");
    JsonNode backends = verdict.path("backends");
    return error && backends.size() == 1 && backends.path(0).has("tls");
  }
}
