package io.meshtwin.ingest.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What some texts mean, of those that came lately: a replay meets the same ones again and again. A
 * text takes the place of another with the same place, so it never grows. For several threads.
 */
final class Remembered<T> {
  private static final int MIX = 0x9E3779B9;

  private final AtomicReferenceArray<@Nullable Known<T>> places;
  private final Function<String, T> meaning;

  @SuppressWarnings("ArrayRecordComponent") // compared by hand
  private record Known<T>(byte[] text, T value) {}

  /**
   * Remembers nothing yet.
   *
   * @param places how many at most; a power of two
   * @param meaning of a text, always the same; what it throws is thrown on
   */
  Remembered(int places, Function<String, T> meaning) {
    this.places = new AtomicReferenceArray<>(places);
    this.meaning = meaning;
  }

  /**
   * What a text in UTF-8 means.
   *
   * @param text the caller's no more
   */
  T of(byte[] text) {
    int place = ((Arrays.hashCode(text) * MIX) >>> 8) & (places.length() - 1);
    Known<T> known = places.getAcquire(place);
    if (known != null && Arrays.equals(known.text(), text)) {
      return known.value();
    }
    T value = meaning.apply(new String(text, StandardCharsets.UTF_8));
    places.setRelease(place, new Known<>(text, value));
    return value;
  }
}
