package io.meshtwin.twin.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Since when an object exists, as its canonical JSON says, and where that is said. Versions of an
 * object say it in the same words, and differ before or behind them: to compare is faster than to
 * search.
 *
 * @param from the byte before the key {@code metadata} of the top level; -1 where other versions
 *     cannot be compared
 * @param to behind what decides: the time, or the first key of {@code metadata} that stands in its
 *     place
 * @param time {@code metadata.creationTimestamp}; null where there is none that can be read
 */
record Birth(int from, int to, @Nullable Instant time) {
  private static final String METADATA = "\"metadata\":{";
  private static final byte[] METADATA_BYTES = ascii(METADATA);

  /** So many bytes are walked over before the rest is searched. */
  private static final int NEAR = 100;

  private static final byte[] BEFORE = ascii("\"annotations\"");
  private static final byte[] ITSELF = ascii("\"creationTimestamp\":\"");

  /** Found by a search, without reading more than what stands before it. */
  static Birth in(byte[] json) {
    int metadata = metadata(json);
    if (metadata == 0) {
      return elsewhere(null);
    }
    int from = metadata - METADATA_BYTES.length - 1;
    if (startsWith(json, metadata, ITSELF)) {
      int begin = metadata + ITSELF.length;
      int to = textEnd(json, begin);
      return new Birth(from, to, time(new String(json, begin, to - begin, StandardCharsets.UTF_8)));
    }
    // Keys are sorted.
    return startsWith(json, metadata, BEFORE)
        ? elsewhere(behindAnnotations(json))
        : new Birth(from, textEnd(json, metadata + 1), null);
  }

  private static Birth elsewhere(@Nullable Instant time) {
    return new Birth(-1, -1, time);
  }

  /**
   * The same in another version, where all before it is the same, or all behind it is; searched for
   * where neither is.
   *
   * <p>The end of a JSON object, from a comma or brace at its top level on, is no part of a text or
   * of a value further down in any other object that ends so: its quotes are paired, and its
   * brackets close one object.
   *
   * @param json that this was found in
   * @param other the other version
   */
  Birth in(byte[] json, byte[] other) {
    if (from < 0) {
      return in(other);
    }
    if (to < other.length && Arrays.equals(json, 0, to + 1, other, 0, to + 1)) {
      return this;
    }
    int shift = other.length - json.length;
    boolean sameEnd =
        from + shift >= 0
            && Arrays.equals(json, from, json.length, other, from + shift, other.length);
    return sameEnd ? new Birth(from + shift, to + shift, time) : in(other);
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : Timestamps.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Instant behindAnnotations(byte[] json) {
    try (JsonParser tokens = CanonicalJson.MAPPER.createParser(json)) {
      return seek(tokens, "metadata") && seek(tokens, "creationTimestamp")
          ? time(tokens.nextTextValue())
          : null;
    } catch (IOException e) {
      throw new IllegalArgumentException("the stored manifest is no JSON", e);
    }
  }

  /**
   * Where the first key of the top level's {@code metadata} begins; 0 where there is none. A replay
   * asks this of every version of a resource. In most it stands near the front; in others it is
   * searched for: every object has the field on its top level, so where the text is there once, it
   * is that one. (An unescaped quote never stands inside a text.)
   */
  private static int metadata(byte[] json) {
    int near = walkToMetadata(json, Math.min(json.length, NEAR));
    if (near > 0) {
      return near;
    }
    var text = new String(json, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(METADATA);
    if (at < 0) {
      return 0;
    }
    boolean once = text.indexOf(METADATA, at + METADATA.length()) < 0;
    return once ? at + METADATA.length() : walkToMetadata(json, json.length);
  }

  /** The same by a walk over the bytes; 0 where it does not begin before an end. */
  private static int walkToMetadata(byte[] json, int end) {
    int depth = 0;
    for (int i = 0; i < end; i++) {
      byte b = json[i];
      if (b == '"') {
        if (depth == 1 && startsWith(json, i, METADATA_BYTES)) {
          return i + METADATA_BYTES.length;
        }
        i = textEnd(json, i + 1);
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
    }
    return 0;
  }

  /** Where the quote behind a text is. */
  private static int textEnd(byte[] json, int from) {
    int i = from;
    while (i < json.length) {
      byte b = json[i];
      if (b == '"') {
        return i;
      }
      i += b == '\\' ? 2 : 1;
    }
    return i;
  }

  private static boolean startsWith(byte[] json, int at, byte[] text) {
    return json.length >= at + text.length
        && Arrays.equals(json, at, at + text.length, text, 0, text.length);
  }

  /** Goes to a field of the object that comes next. */
  private static boolean seek(JsonParser tokens, String field) throws IOException {
    if (tokens.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (tokens.nextToken() == JsonToken.FIELD_NAME) {
      int order = tokens.currentName().compareTo(field);
      if (order >= 0) {
        // Keys are sorted.
        return order == 0;
      }
      tokens.nextToken();
      tokens.skipChildren();
    }
    return false;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
