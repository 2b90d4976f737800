package io.meshtwin.ingest.history;

import java.time.Instant;

/**
 * Entries of a prefix of the log that state a later time than the prefix is meant to end at: times
 * are not monotonic along a log, and what stands before its last entry belongs to the prefix.
 *
 * @param count how many
 * @param first the offset of the first of them, -1 for none
 * @param newest the latest time that one of them states, {@link Instant#MIN} for none
 */
public record Later(long count, long first, Instant newest) {
  /** None. */
  static final Later NONE = new Later(0, -1, Instant.MIN);

  /** The same and one more, behind the others. */
  Later and(long offset, Instant time) {
    return new Later(count + 1, count == 0 ? offset : first, time.isAfter(newest) ? time : newest);
  }
}
