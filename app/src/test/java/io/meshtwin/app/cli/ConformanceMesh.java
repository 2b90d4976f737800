package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.ingest.source.ManifestSource;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** The mesh of a conformance case, step by step, read as the specification says. */
final class ConformanceMesh {
  private static final String CLASS =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: GatewayClass
      metadata: {name: conformance}
      spec: {controllerName: conformance.example/controller}
      """;

  private final Path folder;
  private MeshImage image = MeshImage.EMPTY;

  ConformanceMesh(Path folder) {
    this.folder = folder;
    apply(CLASS, 0);
  }

  Simulator simulator() {
    return new Simulator(resolved());
  }

  ResolvedMesh resolved() {
    return ResolvedMesh.of(image, Dialect.SPEC);
  }

  /** What a test asks for once a phase's steps are done. */
  @FunctionalInterface
  interface Question {
    void ask(JsonNode entry);
  }

  /**
   * Does a test's steps, phase by phase.
   *
   * @param entries which of the test's lists is asked
   * @param done called once a phase's steps are done, for who asks the list's entries of the phase
   */
  void run(JsonNode test, String entries, Supplier<Question> done) {
    int last = 0;
    for (JsonNode step : test.path("steps")) {
      last = Math.max(last, step.path("phase").asInt());
    }
    for (int phase = 0; phase <= last; phase++) {
      of(test.path("steps"), phase).forEach(this::run);
      of(test.path(entries), phase).forEach(done.get()::ask);
    }
  }

  private static List<JsonNode> of(JsonNode entries, int phase) {
    var result = new ArrayList<JsonNode>();
    for (JsonNode entry : entries) {
      if (entry.path("phase").asInt() == phase) {
        result.add(entry);
      }
    }
    return result;
  }

  private void run(JsonNode step) {
    int phase = step.path("phase").asInt();
    if (step.path("op").asText().equals("delete")) {
      delete(step.path("resource").asText());
    }
    step.path("manifests").forEach(name -> apply(text(folder.resolve(name.asText())), phase));
  }

  /** What a later phase creates is younger; what it changes keeps its age. */
  private void apply(String yaml, int phase) {
    String replaced =
        yaml.replace("{GATEWAY_CLASS_NAME}", "conformance")
            .replace("{GATEWAY_CONTROLLER_NAME}", "conformance.example/controller");
    var in = new ByteArrayInputStream(replaced.getBytes(StandardCharsets.UTF_8));
    var content = new ManifestSource(List.of("-"), in).read(Instant.EPOCH);
    if (!content.errors().isEmpty()) {
      throw new IllegalStateException(content.errors().toString());
    }
    var delta = new MeshDelta(image);
    for (var event : content.events()) {
      delta.replay(created(event, phase));
    }
    image = delta.apply(Position.START);
  }

  private ResourceEvent created(ResourceEvent.Applied event, int phase) {
    ResourceState before = image.state(event.key());
    Instant fresh = Instant.EPOCH.plusSeconds(phase);
    Instant created = before == null ? null : before.resource().metadata().created();
    ObjectNode body = event.manifest().body().deepCopy();
    ObjectNode metadata = (ObjectNode) body.path("metadata");
    metadata.put("creationTimestamp", (created == null ? fresh : created).toString());
    Manifest manifest = Manifest.of(ResourceKey.LOCAL, body);
    return new ResourceEvent.Applied(manifest, event.provenance());
  }

  private void delete(String resource) {
    ResourceKey key =
        image.resources().keySet().stream()
            .filter(k -> (k.kind() + " " + k.qualifiedName()).equals(resource))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("nothing to delete: " + resource));
    ResourceState state = image.state(key);
    var delta = new MeshDelta(image);
    delta.replay(new ResourceEvent.Deleted(key, Objects.requireNonNull(state).provenance()));
    image = delta.apply(Position.START);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
