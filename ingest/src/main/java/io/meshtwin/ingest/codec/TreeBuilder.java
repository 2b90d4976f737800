package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A value with its marks while a document is being read: what the YAML and JSON readers share. */
record TreeBuilder(JsonNode value, Marks marks) {
  /** Kinds of which a mesh has many and whose fields no trace cites, and what nobody may quote. */
  private static final Set<String> WITHOUT_LINES =
      Set.of("Pod", "EndpointSlice", "Endpoints", "Secret", "CustomResourceDefinition");

  static TreeBuilder scalar(JsonNode value, int line) {
    return new TreeBuilder(value, Marks.leaf(line));
  }

  /** An object being read. */
  static final class Fields {
    private final Place place;
    private final int line;
    private final List<Tree.Twice> doubles;
    private final ObjectNode object = JsonNodeFactory.instance.objectNode();
    private final Map<String, Marks> marks;

    /** The place as the fields' own are made of it, as far as is known what the object is. */
    private Place inside;

    Fields(Place place, int line, List<Tree.Twice> doubles) {
      this.place = place;
      this.inside = place;
      this.line = line;
      this.doubles = doubles;
      this.marks = place.marked() ? new HashMap<>() : Map.of();
    }

    /** Where a field of the object stands. */
    Place place(String name) {
      return inside.field(name);
    }

    void put(String name, int nameLine, TreeBuilder part) {
      if (object.replace(name, part.value()) != null) {
        doubles.add(new Tree.Twice(place.field(name).toString(), nameLine));
      }
      mark(name, part.marks().at(nameLine));
      if (name.equals("kind") && withoutLines()) {
        inside = place.unmarked();
      }
    }

    private boolean withoutLines() {
      return WITHOUT_LINES.contains(object.path("kind").asText());
    }

    private void mark(String name, Marks of) {
      if (place.marked()) {
        marks.put(name, of);
      }
    }

    /** YAML's merge key: fields of another object, unless they are given here. */
    void merge(ObjectNode other, int mergeLine) {
      other
          .properties()
          .forEach(field -> {
            if (!object.has(field.getKey())) {
              object.set(field.getKey(), field.getValue());
              mark(field.getKey(), Marks.leaf(mergeLine));
            }
          });
    }

    TreeBuilder end() {
      var parts = withoutLines() ? topLevel() : marks;
      return new TreeBuilder(object, new Marks(line, parts, List.of()));
    }

    /** Enough to say where a wrong {@code metadata} stands. */
    private Map<String, Marks> topLevel() {
      var top = new HashMap<String, Marks>();
      marks.forEach((name, mark) -> top.put(name, mark.withoutParts()));
      return top;
    }
  }

  /** An array being read. */
  static final class Items {
    private final Place place;
    private final int line;
    private final ArrayNode array = JsonNodeFactory.instance.arrayNode();
    private final List<Marks> marks;

    Items(Place place, int line) {
      this.place = place;
      this.line = line;
      this.marks = place.marked() ? new ArrayList<>() : List.of();
    }

    /** Where the next item stands. */
    Place next() {
      return place.item(array.size());
    }

    void add(TreeBuilder part) {
      array.add(part.value());
      if (place.marked()) {
        marks.add(part.marks());
      }
    }

    TreeBuilder end() {
      return new TreeBuilder(array, new Marks(line, Map.of(), marks));
    }
  }
}
