package io.meshtwin.twin.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What of an object can matter to a mesh.
 *
 * <p>Left out: the API server's bookkeeping, and every status but a Pod's, which the twin predicts
 * itself. A Pod is reduced to a declared projection, a Node to the labels that say where it is (its
 * status changes every few minutes); of a Secret only {@link PublicFacts} are kept.
 */
final class Normalisation {
  private static final List<String> BOOKKEEPING =
      List.of("managedFields", "resourceVersion", "uid", "selfLink", "generation");
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final List<String> POD_SPEC =
      List.of("serviceAccountName", "hostNetwork", "hostname", "subdomain", "nodeName");

  private static final List<String> NODE_LABELS =
      List.of(
          "topology.kubernetes.io/region",
          "topology.kubernetes.io/zone",
          "topology.istio.io/subzone",
          "failure-domain.beta.kubernetes.io/region",
          "failure-domain.beta.kubernetes.io/zone");

  private Normalisation() {}

  static ObjectNode of(ResourceKey key, ObjectNode object) {
    ObjectNode result = object.objectNode();
    result.set("apiVersion", object.path("apiVersion"));
    result.set("kind", object.path("kind"));
    result.set("metadata", metadata(key, (ObjectNode) object.path("metadata")));
    boolean core = key.group().isEmpty();
    if (core && key.kind().equals("Pod")) {
      result.set("spec", podSpec(object.path("spec")));
      result.set("status", podStatus(object.path("status")));
    } else if (core && key.kind().equals("Node")) {
      result.set("metadata", nodeMetadata((ObjectNode) result.path("metadata")));
    } else if (SecretValues.concern(key)) {
      PublicFacts.into(result, key, object);
    } else {
      for (var field : object.properties()) {
        String name = field.getKey();
        if (!result.has(name) && !name.equals("status")) {
          result.set(name, field.getValue());
        }
      }
    }
    return (ObjectNode) CanonicalJson.sorted(result);
  }

  private static ObjectNode metadata(ResourceKey key, ObjectNode metadata) {
    ObjectNode copy = metadata.objectNode();
    metadata.properties().forEach(field -> copy.set(field.getKey(), field.getValue()));
    copy.remove(BOOKKEEPING);
    if (key.namespace().isEmpty()) {
      copy.remove("namespace");
    } else {
      copy.put("namespace", key.namespace());
    }
    if (copy.path("annotations").has(LAST_APPLIED)) {
      ObjectNode annotations = copy.path("annotations").deepCopy();
      annotations.remove(LAST_APPLIED);
      copy.set("annotations", annotations);
    }
    for (String map : List.of("annotations", "labels")) {
      if (copy.path(map).isObject() && copy.path(map).isEmpty()) {
        copy.remove(map);
      }
    }
    return copy;
  }

  private static ObjectNode nodeMetadata(ObjectNode metadata) {
    ObjectNode copy = metadata.objectNode();
    List.of("name", "creationTimestamp").forEach(name -> copyField(metadata, name, copy));
    ObjectNode labels = copy.objectNode();
    NODE_LABELS.forEach(name -> copyField(metadata.path("labels"), name, labels));
    if (!labels.isEmpty()) {
      copy.set("labels", labels);
    }
    return copy;
  }

  private static ObjectNode podSpec(JsonNode spec) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    POD_SPEC.forEach(name -> copyField(spec, name, copy));
    copyUser(spec, copy);
    var containers = copy.putArray("containers");
    for (JsonNode container : spec.path("containers")) {
      ObjectNode item = containers.addObject();
      copyField(container, "name", item);
      copyField(container, "ports", item);
      copyUser(container, item);
    }
    return copy;
  }

  /** Who a container runs as. */
  private static void copyUser(JsonNode from, ObjectNode to) {
    JsonNode user = from.path("securityContext").path("runAsUser");
    if (!user.isMissingNode()) {
      to.putObject("securityContext").set("runAsUser", user);
    }
  }

  private static ObjectNode podStatus(JsonNode status) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    List.of("podIP", "podIPs", "phase").forEach(name -> copyField(status, name, copy));
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        copy.putArray("conditions")
            .addObject()
            .put("type", "Ready")
            .put("status", condition.path("status").asText());
      }
    }
    return copy;
  }

  private static void copyField(JsonNode from, String name, ObjectNode to) {
    if (from.has(name)) {
      to.set(name, from.path(name));
    }
  }
}
