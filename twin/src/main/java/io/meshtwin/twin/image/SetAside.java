package io.meshtwin.twin.image;

import io.meshtwin.twin.event.ResourceKey;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log that is not part of the image.
 *
 * @param offset of the record
 * @param cause why it is not
 * @param reason the same in words
 * @param about what the record is about, null where that cannot be read either
 */
public record SetAside(long offset, Cause cause, String reason, @Nullable ResourceKey about) {

  /** Why a record is not part of the image. */
  public enum Cause {
    /** It cannot be read: what it said is missing. */
    UNREADABLE,
    /** The rules did not allow the step, today as on every replay: nothing is missing. */
    REFUSED
  }
}
