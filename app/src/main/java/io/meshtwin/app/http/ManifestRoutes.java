package io.meshtwin.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.meshtwin.app.json.DamageWords;
import io.meshtwin.app.serve.RefusalException;
import io.meshtwin.app.serve.RefusalException.Kind;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The mesh as manifests, for a command that asks {@code --mesh server}: of every resource of the
 * image the normalised manifest, as the log has it. Values of Secrets are in neither.
 */
final class ManifestRoutes implements Routes {
  private static final String CHANGE = "Change";

  private final Serving serving;

  ManifestRoutes(Serving serving) {
    this.serving = serving;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/v1/manifests", this::all);
  }

  private void all(Context context) {
    MeshImage image = image(context);
    SortedMap<ResourceKey, ResourceEvent.Applied> found = manifests(image);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("digest", image.digest().toString());
    body.put("offset", image.position().offset());
    DamageWords.each(serving.missing()).forEach(body.putArray("missing")::add);
    var resources = body.putArray("resources");
    found.forEach((key, event) -> {
      ObjectNode line = resources.addObject();
      line.put("key", key.path());
      line.put("manifest", event.manifest().json());
      line.put("time", event.provenance().time().toString());
      var location = event.provenance().location();
      line.put("file", location == null ? null : location.file());
      line.put("line", location == null ? 0 : location.line());
    });
    ApiServer.json(context, body);
  }

  /** The last manifest of each resource that is the one of the image. */
  private SortedMap<ResourceKey, ResourceEvent.Applied> manifests(MeshImage image) {
    var found = new TreeMap<ResourceKey, ResourceEvent.Applied>();
    var whole = new Span(0, serving.loader().image().position().offset() + 1);
    serving
        .history()
        .read(
            whole,
            key -> image.resources().containsKey(key) || key.kind().equals(CHANGE),
            recorded -> add(recorded, image, found));
    return found;
  }

  /** A change's manifests are in the mesh from the moment that it is published. */
  private static void add(
      LogEntry.Recorded recorded,
      MeshImage image,
      SortedMap<ResourceKey, ResourceEvent.Applied> found) {
    List<ResourceEvent.Applied> written =
        switch (recorded.event()) {
          case ResourceEvent.Applied applied -> List.of(applied);
          case ChangeEvent.Proposed proposed ->
              proposed.apply().stream()
                  .map(manifest -> new ResourceEvent.Applied(manifest, proposed.provenance()))
                  .toList();
          case Event _ -> List.of();
        };
    for (ResourceEvent.Applied applied : written) {
      ResourceState state = image.state(applied.key());
      if (state != null && state.digest().equals(applied.manifest().digest())) {
        found.put(applied.key(), applied);
      }
    }
  }

  private MeshImage image(Context context) {
    String which = Objects.requireNonNullElse(context.queryParam("image"), "approved");
    return switch (which) {
      case "approved" -> serving.loader().image().approved();
      case "observed" -> serving.loader().image().observed();
      default ->
          throw new RefusalException(
              Kind.INVALID, "no image is called " + which, "image=approved or image=observed");
    };
  }
}
