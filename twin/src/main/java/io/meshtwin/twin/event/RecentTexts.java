package io.meshtwin.twin.event;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Texts that came lately: a mesh says the same names all the time. Each has the place that its hash
 * says, where it pushes out another, and long ones are not kept, so this never grows. For several
 * threads.
 */
public final class RecentTexts {
  /** So many characters at most, as many as a DNS name has. */
  private static final int LONGEST = 253;

  private final AtomicReferenceArray<@Nullable String> places;

  /**
   * Remembers nothing yet.
   *
   * @param places how many texts at most; a power of two
   */
  public RecentTexts(int places) {
    this.places = new AtomicReferenceArray<>(places);
  }

  /** The very text that was remembered; null where none is that is equal. */
  public @Nullable String known(String text) {
    String known = places.getAcquire(place(text));
    return known != null && known.equals(text) ? known : null;
  }

  /** Remembers a text that is not long. */
  public void remember(String text) {
    if (text.length() <= LONGEST) {
      places.setRelease(place(text), text);
    }
  }

  private int place(String text) {
    return text.hashCode() & (places.length() - 1);
  }
}
