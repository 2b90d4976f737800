package io.meshtwin.app.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.CountWords;
import io.meshtwin.twin.change.Change;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.graph.MeshGraph;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.image.TwinImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An image as a tree that is browsed like files: {@code resources/shop/HTTPRoute/catalog/spec},
 * {@code changes/c1}, {@code graph/…}. Resources without a namespace are under {@code -}.
 */
public final class MeshTree {
  private static final String RESOURCES = "resources";
  private static final String GRAPH = "graph";
  private static final String CHANGES = "changes";
  private static final String SET_ASIDE = "set-aside";

  private final TwinImage twin;
  private final MeshImage image;

  /**
   * The tree of a moment.
   *
   * @param image which of the twin's images: the approved or the observed one
   */
  public MeshTree(TwinImage twin, MeshImage image) {
    this.twin = twin;
    this.image = image;
  }

  /** What is found under a path. */
  public sealed interface Found {}

  /**
   * Names, sorted; those that have more under them end with a slash.
   *
   * @param entries what stands beside each, empty for nothing
   */
  public record Directory(SortedMap<String, String> entries) implements Found {}

  /**
   * A resource, a change, or a field of one.
   *
   * @param title where it comes from, in a line
   */
  public record Document(String title, JsonNode body) implements Found {}

  /**
   * What stands under a path.
   *
   * @throws IllegalArgumentException in words for the user when nothing does
   */
  public Found at(String path) {
    List<String> parts = Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
    if (parts.isEmpty()) {
      return top();
    }
    List<String> rest = parts.subList(1, parts.size());
    Found found =
        switch (parts.getFirst()) {
          case RESOURCES -> resources(rest);
          case GRAPH -> graph(rest);
          case CHANGES -> changes(rest);
          case SET_ASIDE -> setAside();
          default -> new Directory(new TreeMap<>());
        };
    if (found instanceof Directory directory && directory.entries().isEmpty() && !rest.isEmpty()) {
      throw nothing(path);
    }
    if (found instanceof Directory
        && !List.of(RESOURCES, GRAPH, CHANGES, SET_ASIDE).contains(parts.getFirst())) {
      throw nothing(path);
    }
    return found;
  }

  private static IllegalArgumentException nothing(String path) {
    return new IllegalArgumentException(
        "nothing is at " + path + " at that moment; look one level up");
  }

  private Directory top() {
    var entries = new TreeMap<String, String>();
    entries.put(RESOURCES + "/", CountWords.of(image.resources().size(), "resource"));
    entries.put(GRAPH + "/", "who acts on whom");
    entries.put(CHANGES + "/", CountWords.of(twin.changes().all().size(), "change"));
    entries.put(
        SET_ASIDE,
        CountWords.of(
            twin.setAside().size(),
            "record that is not part of the image",
            "records that are not part of the image"));
    return new Directory(entries);
  }

  private Found resources(List<String> path) {
    if (path.isEmpty()) {
      return counted(image.resources().keySet().stream().map(MeshTree::namespace).toList());
    }
    List<ResourceKey> here = in(path.getFirst());
    if (path.size() == 1) {
      return counted(here.stream().map(key -> kind(key, here)).toList());
    }
    List<ResourceKey> ofKind = here.stream().filter(key -> isKind(path.get(1), key, here)).toList();
    if (path.size() == 2) {
      var entries = new TreeMap<String, String>();
      ofKind.forEach(
          key -> entries.put(key.name(), origin(Objects.requireNonNull(image.state(key)))));
      return new Directory(entries);
    }
    return ofKind.stream()
        .filter(key -> key.name().equals(path.get(2)))
        .findFirst()
        .map(
            key -> document(Objects.requireNonNull(image.state(key)), path.subList(3, path.size())))
        .orElseGet(() -> new Directory(new TreeMap<>()));
  }

  private List<ResourceKey> in(String namespace) {
    return image.resources().keySet().stream()
        .filter(key -> namespace(key).equals(namespace))
        .toList();
  }

  private static String namespace(ResourceKey key) {
    return key.namespace().isEmpty() ? "-" : key.namespace();
  }

  /** The kind's name, with its group where two groups have one of that name. */
  private static String kind(ResourceKey key, List<ResourceKey> all) {
    boolean two =
        all.stream().anyMatch(o -> o.kind().equals(key.kind()) && !o.group().equals(key.group()));
    return two ? qualified(key) : key.kind();
  }

  private static String qualified(ResourceKey key) {
    return key.group().isEmpty() ? key.kind() : key.kind() + "." + key.group();
  }

  private static boolean isKind(String name, ResourceKey key, List<ResourceKey> all) {
    return name.equals(kind(key, all)) || name.equals(qualified(key));
  }

  private static Found document(ResourceState state, List<String> fields) {
    JsonNode body = state.manifest().body();
    for (String field : fields) {
      body =
          body.isArray() && field.matches("[0-9]{1,6}")
              ? body.path(Integer.parseInt(field))
              : body.path(field);
    }
    return body.isMissingNode()
        ? new Directory(new TreeMap<>())
        : new Document(state.key() + ", " + origin(state), body);
  }

  private static String origin(ResourceState state) {
    var provenance = state.provenance();
    String by = Attribution.of(provenance.actor()).words();
    String at = provenance.location() == null ? "" : ", " + provenance.location();
    return "since " + provenance.time() + " by " + by + at;
  }

  private Found graph(List<String> path) {
    var graph = new MeshGraph(image);
    if (path.isEmpty()) {
      return counted(image.resources().keySet().stream().map(MeshTree::namespace).toList());
    }
    var entries = new TreeMap<String, String>();
    for (ResourceKey key : in(path.getFirst())) {
      String name = key.kind() + "/" + key.name();
      boolean asked =
          path.size() == 1 || String.join("/", path.subList(1, path.size())).equals(name);
      if (asked) {
        var edges = new TreeSet<String>();
        graph
            .outgoingEdgesOf(key)
            .forEach(edge -> edges.add("-> " + words(edge.relation()) + " " + edge.target()));
        graph
            .incomingEdgesOf(key)
            .forEach(edge -> edges.add("<- " + words(edge.relation()) + " " + edge.source()));
        entries.put(name, String.join("; ", edges));
      }
    }
    return new Directory(entries);
  }

  private static String words(Enum<?> relation) {
    return relation.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Found changes(List<String> path) {
    if (path.isEmpty()) {
      var entries = new TreeMap<String, String>();
      for (Change change : twin.changes().all()) {
        entries.put(change.id(), change.state() + ", " + change.proposal().title());
      }
      return new Directory(entries);
    }
    Change change = twin.changes().get(path.getFirst());
    return change == null
        ? new Directory(new TreeMap<>())
        : new Document("change " + change.id(), body(change));
  }

  private static ObjectNode body(Change change) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", change.id()).put("title", change.proposal().title());
    body.put("state", change.state().toString()).put("author", change.author());
    body.put("approver", change.approver());
    var steps = body.putArray("steps");
    for (Change.Step step : change.steps()) {
      steps
          .addObject()
          .put("state", step.state().toString())
          .put("by", step.actor())
          .put("at", step.time().toString())
          .put("note", step.note());
    }
    var applies = body.putArray("applies");
    change.proposal().apply().forEach(manifest -> applies.add(manifest.body()));
    var deletes = body.putArray("deletes");
    change.proposal().delete().forEach(key -> deletes.add(key.toString()));
    return body;
  }

  private Directory setAside() {
    var entries = new TreeMap<String, String>();
    twin.setAside().forEach(record -> entries.put("@" + record.offset(), record.reason()));
    return new Directory(entries);
  }

  private static Directory counted(List<String> names) {
    var entries = new TreeMap<String, String>();
    names.stream()
        .collect(Collectors.groupingBy(name -> name + "/", Collectors.counting()))
        .forEach((name, count) -> entries.put(name, String.valueOf(count)));
    return new Directory(entries);
  }
}
