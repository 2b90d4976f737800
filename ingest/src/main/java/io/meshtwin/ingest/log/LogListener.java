package io.meshtwin.ingest.log;

import io.meshtwin.ingest.codec.LogEntry;
import java.util.List;

/** Follows the log. Called on one thread; what it throws goes to {@link FollowFaults}. */
public interface LogListener {
  /**
   * Entries in log order, each once.
   *
   * @param entries at least one
   */
  void entries(List<LogEntry> entries);

  /** The follower's state changed. */
  default void state(FollowState state) {}
}
