package io.meshtwin.ingest.log;

import java.time.Instant;

/** How a follower stands to its log. */
public sealed interface FollowState {
  /** The offset that it reads next: everything before was handed over. */
  long next();

  /** Everything that is committed was handed over. */
  record Connected(long next) implements FollowState {}

  /**
   * There is more to read.
   *
   * @param head the offset after the last committed entry
   */
  record Behind(long next, long head) implements FollowState {}

  /**
   * The log cannot be read; it is tried again until it can.
   *
   * @param since when it was last read
   * @param reason in words
   */
  record Lost(long next, Instant since, String reason) implements FollowState {}
}
