package io.meshtwin.twin.image;

import java.time.Instant;

/**
 * Where in the log an image stands.
 *
 * @param offset of the last event folded, -1 for none
 * @param time of that event
 */
public record Position(long offset, Instant time) {
  /** Before the first event. */
  public static final Position START = new Position(-1, Instant.EPOCH);
}
