package io.meshtwin.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.meshtwin.app.serve.RecordJson;
import io.meshtwin.app.serve.RefusalException;
import io.meshtwin.app.serve.RefusalException.Kind;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.graph.MeshGraph;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** The resources of the approved or the observed image. */
final class MeshRoutes implements Routes {
  /** Stands for the namespace of what has none. */
  private static final String NO_NAMESPACE = "-";

  private static final RecordJson ALL = new RecordJson(Set.of());

  private final Serving serving;

  MeshRoutes(Serving serving) {
    this.serving = serving;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/v1/mesh", this::list);
    routes.get("/api/v1/mesh/{kind}/{namespace}/{name}", this::show);
  }

  private void list(Context context) {
    MeshImage image = image(context);
    ObjectNode mesh = JsonNodeFactory.instance.objectNode();
    mesh.put("digest", image.digest().toString());
    mesh.put("offset", image.position().offset());
    var resources = mesh.putArray("resources");
    String kind = context.queryParam("kind");
    image
        .resources()
        .forEach((key, state) -> {
          if (kind == null || key.kind().equalsIgnoreCase(kind)) {
            resources.add(line(key, state));
          }
        });
    ApiServer.json(context, mesh);
  }

  private void show(Context context) {
    String namespace = context.pathParam("namespace");
    String kind = context.pathParam("kind");
    String name = context.pathParam("name");
    var found =
        image(context).resources().entrySet().stream()
            .filter(entry -> entry.getKey().kind().equalsIgnoreCase(kind))
            .filter(entry ->
                entry.getKey().namespace().equals(namespace.equals(NO_NAMESPACE) ? "" : namespace))
            .filter(entry -> entry.getKey().name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new RefusalException(
                    Kind.NOT_FOUND,
                    "the mesh has no %s %s/%s".formatted(kind, namespace, name),
                    "GET /api/v1/mesh lists what it has"));
    ObjectNode body = line(found.getKey(), found.getValue());
    relations(new MeshGraph(image(context)), found.getKey(), body);
    body.set("content", ALL.of(found.getValue().resource()));
    var findings = body.putArray("findings");
    for (Finding finding : found.getValue().findings()) {
      findings.add(ALL.of(finding));
    }
    ApiServer.json(context, body);
  }

  /** Who acts on the resource and on whom it acts; upstream is who feels a change of it. */
  private static void relations(MeshGraph graph, ResourceKey key, ObjectNode body) {
    var edges = body.putArray("edges");
    graph
        .edgesOf(key)
        .forEach(edge ->
            edges
                .addObject()
                .put("source", edge.source().toString())
                .put("relation", edge.relation().name().toLowerCase(Locale.ROOT))
                .put("target", edge.target().toString()));
    var upstream = body.putArray("upstream");
    graph.upstream(Set.of(key)).forEach(acting -> upstream.add(acting.toString()));
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

  private static ObjectNode line(ResourceKey key, ResourceState state) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("resource", key.toString());
    line.put("group", key.group());
    line.put("kind", key.kind());
    line.put("namespace", key.namespace());
    line.put("name", key.name());
    line.put("digest", state.digest().toString());
    line.put("actor", state.provenance().actor().name());
    line.put("time", state.provenance().time().toString());
    var location = state.provenance().location();
    line.put("source", location == null ? null : location.toString());
    return line;
  }
}
