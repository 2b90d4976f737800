package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of a JSON stream, one after the other, with their lines. */
final class JsonDocuments {
  /** A ConfigMap or a Secret holds at most 1 MiB; this bounds a hostile file, not a real one. */
  private static final int LONGEST_TEXT = 64 * 1024 * 1024;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).build())
          .build();

  private final JsonParser parser;
  private List<Tree.Twice> doubles = new ArrayList<>();

  JsonDocuments(Reader reader) throws IOException {
    parser = FACTORY.createParser(reader);
  }

  /** The next value; empty at the end of the stream. */
  Optional<Tree> next() throws ReadFailure, IOException {
    try {
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      doubles = new ArrayList<>();
      TreeBuilder root = value(Place.ROOT);
      return Optional.of(new Tree(root.value(), root.marks(), doubles));
    } catch (JsonProcessingException e) {
      // The message of the exception quotes the text.
      var at = e.getLocation();
      throw new ReadFailure(
          at == null ? 0 : at.getLineNr(),
          "malformed JSON" + (at == null ? "" : ", column " + at.getColumnNr()));
    }
  }

  private TreeBuilder value(Place place) throws ReadFailure, IOException {
    int line = line();
    place.check(line);
    @Nullable JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      var fields = new TreeBuilder.Fields(place, line, doubles);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        int nameLine = line();
        parser.nextToken();
        fields.put(name, nameLine, value(fields.place(name)));
      }
      return fields.end();
    }
    if (token == JsonToken.START_ARRAY) {
      var items = new TreeBuilder.Items(place, line);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(items.next()));
      }
      return items.end();
    }
    return TreeBuilder.scalar(scalar(token), line);
  }

  private JsonNode scalar(@Nullable JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_TRUE -> BooleanNode.TRUE;
      case VALUE_FALSE -> BooleanNode.FALSE;
      case VALUE_NULL -> NullNode.instance;
      case VALUE_STRING -> TextNode.valueOf(parser.getText());
      case VALUE_NUMBER_FLOAT -> DoubleNode.valueOf(parser.getDoubleValue());
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT -> JsonNodeFactory.instance.numberNode(parser.getIntValue());
            case LONG -> JsonNodeFactory.instance.numberNode(parser.getLongValue());
            default -> JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
          };
      case null, default -> throw new IOException("the text ends within a value");
    };
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }
}
