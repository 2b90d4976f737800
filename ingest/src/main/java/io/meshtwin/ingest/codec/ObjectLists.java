package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code kind: List} and typed lists such as {@code PodList}, as {@code kubectl get} prints them.
 */
final class ObjectLists {
  private static final String SUFFIX = "List";

  private ObjectLists() {}

  static boolean isList(JsonNode value) {
    return value.path("kind").asText().endsWith(SUFFIX) && value.has("items");
  }

  static List<ManifestReader.Part> items(ManifestReader.Part list) {
    JsonNode array = list.value().path("items");
    Marks marks = list.marks().fields().getOrDefault("items", list.marks());
    String path = (list.path().isEmpty() ? "" : list.path() + ".") + "items";
    var items = new ArrayList<ManifestReader.Part>();
    for (int i = 0; i < array.size(); i++) {
      Marks mark = i < marks.items().size() ? marks.items().get(i) : Marks.leaf(marks.line());
      JsonNode item = typed(list.value(), array.get(i));
      items.add(new ManifestReader.Part(item, mark, path + "[" + i + "]", list.doubles()));
    }
    return items;
  }

  /** Items of a typed list that the API server wrote carry neither kind nor version. */
  private static JsonNode typed(JsonNode list, JsonNode item) {
    String kind = list.path("kind").asText();
    if (kind.length() <= SUFFIX.length() || !(item instanceof ObjectNode object)) {
      return item;
    }
    if (!object.has("kind")) {
      object.put("kind", kind.substring(0, kind.length() - SUFFIX.length()));
    }
    if (!object.has("apiVersion")) {
      object.set("apiVersion", list.path("apiVersion"));
    }
    return object;
  }
}
