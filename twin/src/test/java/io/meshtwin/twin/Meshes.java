package io.meshtwin.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Meshes written in place, for tests. */
public final class Meshes {
  /** The time of every event here. */
  public static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private Meshes() {}

  /** The events of applying YAML documents, in their order. */
  public static List<ResourceEvent.Applied> applied(String yaml) {
    var result = new ArrayList<ResourceEvent.Applied>();
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
      if (document != null) {
        JsonNode tree = new ObjectMapper().valueToTree(document);
        var provenance = Provenance.ofManifest(new SourceLocation("mesh.yaml", 1), TIME);
        result.add(new ResourceEvent.Applied(Manifest.of(ResourceKey.LOCAL, tree), provenance));
      }
    }
    return result;
  }

  /** The image of YAML documents. */
  public static MeshImage image(String yaml) {
    var delta = new MeshDelta(MeshImage.EMPTY);
    applied(yaml).forEach(delta::replay);
    return delta.apply(Position.START);
  }

  /** The image of YAML documents, as if an API server had answered with them. */
  public static MeshImage live(String yaml) {
    var delta = new MeshDelta(MeshImage.EMPTY);
    var provenance = new Provenance(ResourceKey.LOCAL, "1", Actor.UNKNOWN, TIME, null);
    applied(yaml)
        .forEach(event -> delta.replay(new ResourceEvent.Applied(event.manifest(), provenance)));
    return delta.apply(Position.START);
  }

  /** A key of a core or Gateway API kind. */
  public static ResourceKey key(String kind, String namespace, String name) {
    String group =
        switch (kind) {
          case "Service", "Pod", "Secret", "ServiceAccount" -> "";
          case "Deployment" -> "apps";
          default -> "gateway.networking.k8s.io";
        };
    return new ResourceKey(ResourceKey.LOCAL, group, kind, namespace, name);
  }

  /** A Service with one HTTP port and a Deployment behind it. */
  public static String service(String namespace, String name) {
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: NAME, namespace: SPACE}
    spec: {selector: {app: NAME}, ports: [{name: http, port: 80, targetPort: 8080}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: NAME-v1, namespace: SPACE}
    spec:
      selector: {matchLabels: {app: NAME}}
      template: {metadata: {labels: {app: NAME}}, spec: {containers: []}}
    """
        .replace("NAME", name)
        .replace("SPACE", namespace);
  }

  /** An HTTPRoute of a Service with the given rules (flow style). */
  public static String route(String namespace, String name, String parent, String rules) {
    int slash = parent.indexOf('/');
    return """
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: NAME, namespace: SPACE}
    spec:
      parentRefs: [{group: "", kind: Service, namespace: PARENTSPACE, name: PARENT}]
      rules: RULES
    """
        .replace("PARENTSPACE", parent.substring(0, slash))
        .replace("PARENT", parent.substring(slash + 1))
        .replace("NAME", name)
        .replace("SPACE", namespace)
        .replace("RULES", rules);
  }
}
