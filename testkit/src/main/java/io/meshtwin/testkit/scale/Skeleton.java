package io.meshtwin.testkit.scale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Beginnings of objects. */
final class Skeleton {
  private Skeleton() {}

  /** An object; a namespace that is empty is left out. */
  static ObjectNode of(String apiVersion, String kind, String namespace, String name) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", apiVersion).put("kind", kind);
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    return object;
  }

  /** An object that was created on a day of January. */
  static ObjectNode aged(
      String apiVersion, String kind, String namespace, String name, int number) {
    ObjectNode object = of(apiVersion, kind, namespace, name);
    String time =
        "2026-01-%02dT00:%02d:%02dZ".formatted(1 + number % 28, number / 60 % 60, number % 60);
    metadata(object).put("creationTimestamp", time);
    return object;
  }

  static ObjectNode metadata(ObjectNode object) {
    return (ObjectNode) object.path("metadata");
  }
}
