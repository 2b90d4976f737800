package io.meshtwin.ingest.log;

import io.meshtwin.ingest.log.FollowState.Lost;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says once that the log is lost and once that it is back, however often it is tried between. */
public final class Losses {
  private @Nullable Instant since;

  /** What is new about this state, in a sentence; empty for nothing. */
  public Optional<String> news(FollowState state) {
    if (state instanceof Lost(long next, Instant now, String reason)) {
      boolean known = since != null;
      since = known ? since : now;
      return known
          ? Optional.empty()
          : Optional.of(
              "the log cannot be read since %s (%s), offset %d is next; trying again"
                  .formatted(now, reason, next));
    }
    Instant before = since;
    since = null;
    return before == null
        ? Optional.empty()
        : Optional.of(
            "the log, lost since %s, is read again from offset %d".formatted(before, state.next()));
  }
}
