package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects of a mesh, found by walking through all of them. */
record SpecObjects(List<JsonNode> all) {
  /** "Oldest by creation timestamp, then first in alphabetical order by namespace/name". */
  static final Comparator<JsonNode> OLDEST =
      Comparator.<JsonNode, String>comparing(o -> o.at("/metadata/creationTimestamp").asText(""))
          .thenComparing(SpecObjects::name);

  SpecObjects {
    all = List.copyOf(all);
  }

  List<JsonNode> of(String kind) {
    return all.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
  }

  @Nullable JsonNode find(String kind, String name) {
    return of(kind).stream().filter(o -> name(o).equals(name)).findFirst().orElse(null);
  }

  static String namespace(JsonNode object) {
    return object.at("/metadata/namespace").asText("default");
  }

  static String name(JsonNode object) {
    return namespace(object) + "/" + object.at("/metadata/name").asText();
  }

  /** Every namespace has the label {@code kubernetes.io/metadata.name}, whether written or not. */
  boolean selected(JsonNode selector, String namespace) {
    for (Map.Entry<String, JsonNode> wanted : selector.path("matchLabels").properties()) {
      String actual =
          wanted.getKey().equals("kubernetes.io/metadata.name")
              ? namespace
              : label(namespace, wanted);
      if (!wanted.getValue().asText().equals(actual)) {
        return false;
      }
    }
    return true;
  }

  private @Nullable String label(String namespace, Map.Entry<String, JsonNode> wanted) {
    return of("Namespace").stream()
        .filter(o -> o.at("/metadata/name").asText().equals(namespace))
        .map(o -> o.at("/metadata/labels").path(wanted.getKey()).asText())
        .findFirst()
        .orElse(null);
  }

  /** {@code from}: Same, All, None or Selector. */
  boolean allows(JsonNode namespaces, String fallback, String own, String other) {
    return switch (namespaces.path("from").asText(fallback)) {
      case "All" -> true;
      case "Same" -> own.equals(other);
      case "Selector" -> selected(namespaces.path("selector"), other);
      default -> false;
    };
  }

  /** A target in another namespace needs a ReferenceGrant there. */
  boolean granted(JsonNode from, String namespace, String kind, String name) {
    if (namespace(from).equals(namespace)) {
      return true;
    }
    for (JsonNode grant : of("ReferenceGrant")) {
      if (namespace(grant).equals(namespace)
          && grantsFrom(grant, from)
          && grantsTo(grant, kind, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean grantsFrom(JsonNode grant, JsonNode route) {
    for (JsonNode from : grant.at("/spec/from")) {
      if (from.path("group").asText().equals("gateway.networking.k8s.io")
          && from.path("kind").asText().equals(route.path("kind").asText())
          && from.path("namespace").asText().equals(namespace(route))) {
        return true;
      }
    }
    return false;
  }

  private static boolean grantsTo(JsonNode grant, String kind, String name) {
    for (JsonNode to : grant.at("/spec/to")) {
      if (to.path("group").asText().isEmpty()
          && to.path("kind").asText().equals(kind)
          && (!to.has("name") || to.path("name").asText().equals(name))) {
        return true;
      }
    }
    return false;
  }
}
