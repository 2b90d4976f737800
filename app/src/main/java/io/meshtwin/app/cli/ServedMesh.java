package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.json.DamageWords;
import io.meshtwin.app.json.Json;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;

/** The mesh of a running {@code meshtwin serve}: what its proxies are meant to run now. */
final class ServedMesh {
  static final String SERVER = "server";

  private ServedMesh() {}

  /**
   * Asks the server.
   *
   * @throws CommandException when no server answers, when it has no manifest of a resource, or when
   *     records of its log cannot be read that count, unless that was accepted
   */
  static MeshImage read(ServerClient server, DamageOption damage, Consumer<String> say) {
    JsonNode mesh = server.get("/api/v1/manifests");
    damage.check(Json.texts(mesh.path("missing")), DamageWords.WAY_OUT + " add", say);
    var delta = new MeshDelta(MeshImage.EMPTY);
    mesh.path("resources").forEach(resource -> delta.replay(event(resource)));
    MeshImage image = delta.apply(Position.START);
    if (!image.digest().toString().equals(mesh.path("digest").asText())) {
      throw new CommandException(
          "the server's mesh moved while it was read, or its log has lost manifests; try again, or"
              + " use --mesh kafka@head with --data or --kafka");
    }
    return image;
  }

  private static ResourceEvent.Applied event(JsonNode resource) {
    ResourceKey key = ResourceKey.parse(resource.path("key").asText());
    byte[] json = resource.path("manifest").asText().getBytes(StandardCharsets.UTF_8);
    String file = resource.path("file").asText("");
    SourceLocation location =
        file.isEmpty() ? null : new SourceLocation(file, resource.path("line").asInt());
    Instant time = Instant.parse(resource.path("time").asText());
    return new ResourceEvent.Applied(
        Manifest.stored(key, json),
        new Provenance(key.cluster(), "", Actor.UNKNOWN, time, location));
  }
}
