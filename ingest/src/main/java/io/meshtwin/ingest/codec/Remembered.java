package io.meshtwin.ingest.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What some texts mean, of those that came lately: a replay meets the same ones again and again. A
 * text has a choice of two places, and pushes out of them what came longest ago, so it never grows,
 * and two texts that come in turns do not push out each other. For several threads.
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
    Known<T> first = places.getAcquire(place);
    if (first != null && Arrays.equals(first.text(), text)) {
      return first.value();
    }
    Known<T> second = places.getAcquire(place ^ 1);
    Known<T> known =
        second != null && Arrays.equals(second.text(), text)
            ? second
            : new Known<>(text, meaning.apply(new String(text, StandardCharsets.UTF_8)));
    places.setRelease(place ^ 1, first);
    places.setRelease(place, known);
    return known.value();
  }
}
