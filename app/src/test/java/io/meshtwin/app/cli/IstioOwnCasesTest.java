package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.RequestReader;
import io.meshtwin.app.json.VerdictJson;
import io.meshtwin.ingest.source.ManifestSource;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.testkit.cases.OwnCase;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our own cases in the dialect {@code istio}. */
class IstioOwnCasesTest {
  static List<OwnCase> cases() {
    return OwnCase.all(OwnCase.ISTIO);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSimulatorSaysSo(OwnCase own) {
    var simulator = new Simulator(mesh(own));
    var reader = new RequestReader(simulator.mesh());
    assertThat(own.asked()).isNotEmpty();
    for (OwnCase.Asked asked : own.asked()) {
      Verdict verdict =
          simulator.verdict(Objects.requireNonNull(reader.read(asked.request()).call()));
      JsonNode json = VerdictJson.of(verdict);
      assertThat(words(json)).as("%s: %s", own, asked.request()).isEqualTo(asked.is());
      asked
          .more()
          .forEach((name, wanted) ->
              assertThat(said(json, name, wanted))
                  .as("%s: %s of %s", own, name, asked.request())
                  .isEqualTo(wanted.isTextual() ? wanted.asText() : wanted.toString()));
    }
  }

  static ResolvedMesh mesh(OwnCase own) {
    var in = new ByteArrayInputStream(own.yaml().getBytes(StandardCharsets.UTF_8));
    var delta = new MeshDelta(MeshImage.EMPTY);
    new ManifestSource(List.of("-"), in).read(Instant.EPOCH).events().forEach(delta::replay);
    return ResolvedMesh.of(delta.apply(Position.START), Dialect.ISTIO);
  }

  /** The verdict as cases write it. */
  static String words(JsonNode verdict) {
    String kind = verdict.path("verdict").asText();
    String status = verdict.path("status").isNull() ? "" : " " + verdict.path("status").asText();
    String reason = verdict.path("reason").asText();
    return switch (kind) {
      case "forwarded" -> backends(verdict.path("backends"));
      case "redirected" -> kind + status + " " + verdict.path("location").asText();
      case "rejected" -> kind + " " + reason + status;
      case "unreachable" -> kind + " " + reason;
      case "unknown" -> kind + ": " + reason;
      default -> kind + status;
    };
  }

  private static String backends(JsonNode backends) {
    var shares = new TreeSet<String>();
    for (JsonNode backend : backends) {
      String subset = backend.path("subset").asText("null");
      String weight = backends.size() == 1 ? "" : "=" + backend.path("weight").asText();
      String to =
          backend.has("endpoints")
              ? backend.path("service").asText()
                  + ":"
                  + backend.path("port").asText()
                  + (subset.equals("null") ? "" : "/" + subset)
              : backend.path("status").asText();
      shares.add((backend.path("originalDst").asBoolean() ? "original " : "") + to + weight);
    }
    return String.join(" ", shares);
  }

  private static String said(JsonNode verdict, String name, JsonNode wanted) {
    JsonNode request = verdict.path("request");
    JsonNode first = verdict.path("backends").path(0);
    return switch (name) {
      case "path", "host" -> request.path(name).asText();
      case "receives" -> {
        var received = Json.object();
        for (Map.Entry<String, JsonNode> header : wanted.properties()) {
          received.set(header.getKey(), request.path("headers").path(header.getKey()));
        }
        yield received.toString();
      }
      case "endpoints" ->
          wanted.isArray()
              ? first.path("endpoints").toString()
              : first.path("endpoints").path(0).asText();
      case "mirrors" -> mirrors(verdict.path("mirrors"));
      case "retries" -> verdict.path(name).isObject() ? verdict.path(name).toString() : "none";
      case "fault" -> verdict.path("fault").path("abortStatus").asText();
      case "hash" -> verdict.path("hash").path(0).asText();
      default -> throw new IllegalArgumentException("cases know no " + name);
    };
  }

  private static String mirrors(JsonNode mirrors) {
    var words = new ArrayList<String>();
    for (JsonNode mirror : mirrors) {
      double fraction = mirror.path("fraction").asDouble();
      String to = mirror.path("service").asText() + ":" + mirror.path("port").asText();
      words.add(fraction == 1 ? to : to + "=" + fraction);
    }
    return String.join(" ", words);
  }
}
