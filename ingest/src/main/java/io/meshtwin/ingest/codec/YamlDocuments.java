package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The documents of a YAML stream, one after the other, built straight from SnakeYAML's events: a
 * large stream is never held as a whole.
 */
final class YamlDocuments {
  /** Values that aliases may repeat in one document; the "billion laughs" go beyond at once. */
  private static final int ALIASED_VALUES_LIMIT = 100_000;

  private final ParserImpl parser;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, Anchored> anchors = new HashMap<>();
  private List<Tree.Twice> doubles = new ArrayList<>();
  private int values;
  private int aliasedValues;

  private record Anchored(JsonNode value, int size) {}

  /** A key, and the field that it names; a merge key names none. */
  private record Key(String name, int line, boolean merge) {}

  YamlDocuments(Reader reader) {
    var options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    parser = new ParserImpl(new StreamReader(reader), options);
  }

  /** The next document; empty at the end of the stream. */
  Optional<Tree> next() throws ReadFailure {
    try {
      if (parser.checkEvent(Event.ID.StreamStart)) {
        parser.getEvent();
      }
      if (parser.checkEvent(Event.ID.StreamEnd)) {
        return Optional.empty();
      }
      parser.getEvent();
      anchors.clear();
      doubles = new ArrayList<>();
      aliasedValues = 0;
      TreeBuilder root = value(Place.ROOT);
      parser.getEvent();
      return Optional.of(new Tree(root.value(), root.marks(), doubles));
    } catch (MarkedYAMLException e) {
      throw YamlComplaint.of(e);
    }
  }

  private TreeBuilder value(Place place) throws ReadFailure {
    Event event = parser.getEvent();
    int line = line(event);
    if (event instanceof AliasEvent alias) {
      return TreeBuilder.scalar(aliased(alias, line), line);
    }
    place.check(line);
    int before = values++;
    TreeBuilder result =
        switch (event.getEventId()) {
          case Scalar -> TreeBuilder.scalar(scalar((ScalarEvent) event, line), line);
          case SequenceStart -> sequence(place, line);
          case MappingStart -> mapping(place, line);
          default -> throw new IllegalStateException("no value starts with " + event.getEventId());
        };
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      anchors.put(node.getAnchor(), new Anchored(result.value(), values - before));
    }
    return result;
  }

  private JsonNode aliased(AliasEvent alias, int line) throws ReadFailure {
    Anchored anchored = anchors.get(alias.getAnchor());
    if (anchored == null) {
      throw new ReadFailure(
          line, "malformed YAML: an alias (*name) without its anchor (&name), or within it");
    }
    aliasedValues += anchored.size();
    values += anchored.size();
    if (aliasedValues > ALIASED_VALUES_LIMIT) {
      throw new ReadFailure(
          line,
          "refused: aliases (*name) repeat more than " + ALIASED_VALUES_LIMIT + " values here");
    }
    return anchored.value();
  }

  private TreeBuilder sequence(Place place, int line) throws ReadFailure {
    var items = new TreeBuilder.Items(place, line);
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(value(items.next()));
    }
    parser.getEvent();
    return items.end();
  }

  private TreeBuilder mapping(Place place, int line) throws ReadFailure {
    var fields = new TreeBuilder.Fields(place, line, doubles);
    var merges = new ArrayList<JsonNode>();
    var mergeLine = OptionalInt.empty();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      Key key = key(place);
      TreeBuilder part = value(fields.place(key.name()));
      if (key.merge()) {
        merges.add(part.value());
        mergeLine = OptionalInt.of(key.line());
      } else {
        fields.put(key.name(), key.line(), part);
      }
    }
    parser.getEvent();
    for (JsonNode merged : merges) {
      merge(merged, fields, mergeLine.orElse(line));
    }
    return fields.end();
  }

  /**
   * {@code <<: *name} or {@code <<: [*one, *two]}; the earlier wins, fields given here before all.
   */
  private static void merge(JsonNode merged, TreeBuilder.Fields fields, int line)
      throws ReadFailure {
    if (merged instanceof ObjectNode object) {
      fields.merge(object, line);
    } else if (merged.isArray()) {
      for (JsonNode item : merged) {
        merge(item, fields, line);
      }
    } else {
      throw new ReadFailure(line, "malformed YAML: a merge key (<<) needs an object");
    }
  }

  private Key key(Place place) throws ReadFailure {
    boolean merge =
        parser.peekEvent() instanceof ScalarEvent scalar
            && scalar.isPlain()
            && scalar.getValue().equals("<<");
    TreeBuilder key = value(place.field("?"));
    JsonNode name = key.value();
    if (name.isContainerNode() || name.isNull()) {
      throw new ReadFailure(
          key.marks().line(),
          "a field's name must be a text, found " + (name.isNull() ? "null" : "a structure"));
    }
    String text = name.asText();
    return new Key(names.computeIfAbsent(text, same -> same), key.marks().line(), merge);
  }

  private static JsonNode scalar(ScalarEvent event, int line) throws ReadFailure {
    boolean tagged = event.getTag() != null && !event.getTag().equals("!");
    boolean text = tagged && event.getTag().equals(Tag.STR.getValue());
    boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
    if (text || (!plain && !tagged) || "!".equals(event.getTag())) {
      return TextNode.valueOf(event.getValue());
    }
    if (tagged && event.getTag().equals(Tag.BINARY.getValue())) {
      throw new ReadFailure(line, "!!binary is not supported: write base64 text without the tag");
    }
    return YamlScalar.resolve(event.getValue())
        .orElseThrow(() -> new ReadFailure(line, "infinity and not-a-number have no JSON form"));
  }

  private static int line(Event event) {
    return event.getStartMark().getLine() + 1;
  }
}
