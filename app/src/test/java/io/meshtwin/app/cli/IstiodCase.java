package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.RequestReader;
import io.meshtwin.ingest.source.ManifestSource;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A mesh, requests and what a real istiod and a real Envoy make of them.
 *
 * @param name the folder's
 * @param requests how many
 * @param differences one for each request that is answered otherwise, or unknown
 * @param apart how many of the differences are recorded against the recording's own terms, by how
 */
record IstiodCase(String name, int requests, List<String> differences, Map<String, Integer> apart) {
  static IstiodCase run(Path folder) throws IOException {
    MeshImage image = image(folder.resolve("mesh.yaml"));
    List<JsonNode> requests = lines(folder.resolve("requests.jsonl"));
    List<JsonNode> expected = lines(folder.resolve("expected.jsonl"));
    var simulator = new Simulator(ResolvedMesh.of(image, Dialect.ISTIO));
    var reader = new RequestReader(simulator.mesh());
    var differences = new ArrayList<String>();
    var terms = new RecordedTerms(image);
    var apart = new TreeMap<String, Integer>();
    for (int i = 0; i < requests.size(); i++) {
      JsonNode request = requests.get(i);
      String difference = difference(reader, simulator, request, expected.get(i));
      if (!difference.isEmpty()) {
        terms.against(request, expected.get(i)).ifPresent(how -> apart.merge(how, 1, Integer::sum));
        differences.add(
            folder.getFileName()
                + " "
                + request.path("id").asText()
                + " "
                + request.path("url").asText()
                + ": "
                + difference);
      }
    }
    return new IstiodCase(folder.getFileName().toString(), requests.size(), differences, apart);
  }

  private static String difference(
      RequestReader reader, Simulator simulator, JsonNode request, JsonNode expected) {
    try {
      JsonNode verdict = reader.read(request).answer(simulator);
      return IstiodAnswer.difference(request, expected, verdict);
    } catch (IllegalArgumentException e) {
      return "refused: " + e.getMessage();
    }
  }

  private static MeshImage image(Path file) throws IOException {
    var in = new ByteArrayInputStream(Files.readAllBytes(file));
    var content = new ManifestSource(List.of("-"), in).read(Instant.EPOCH);
    if (!content.errors().isEmpty()) {
      throw new IllegalStateException(file + ": " + content.errors());
    }
    var delta = new MeshDelta(MeshImage.EMPTY);
    content.events().forEach(delta::replay);
    return delta.apply(Position.START);
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    var result = new ArrayList<JsonNode>();
    for (String line : Files.readAllLines(file)) {
      result.add(Json.MAPPER.readTree(line));
    }
    return result;
  }
}
