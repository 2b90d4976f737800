package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.event.Digest;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;

/** Typed reading of the data's fields; what is missing or of another type is undecodable. */
final class Fields {
  private Fields() {}

  static String text(JsonNode data, String name) {
    JsonNode value = data.path(name);
    if (!value.isTextual()) {
      throw new UndecodableException("the data's field '" + name + "' is no text");
    }
    return value.asText();
  }

  static int number(JsonNode data, String name) {
    JsonNode value = data.path(name);
    if (!value.isInt()) {
      throw new UndecodableException("the data's field '" + name + "' is no number");
    }
    return value.asInt();
  }

  static Instant time(JsonNode data, String name) {
    try {
      return Instant.parse(text(data, name));
    } catch (DateTimeException e) {
      throw new UndecodableException("the data's field '" + name + "' is no time");
    }
  }

  static Digest digest(JsonNode data, String name) {
    try {
      byte[] bytes = HexFormat.of().parseHex(text(data, name));
      if (bytes.length == 4 * Long.BYTES) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Digest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
      }
    } catch (IllegalArgumentException e) {
      // Told below, as a wrong length is.
    }
    throw new UndecodableException("the data's field '" + name + "' is no digest");
  }
}
