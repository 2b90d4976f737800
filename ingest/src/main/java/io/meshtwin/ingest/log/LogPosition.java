package io.meshtwin.ingest.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** A moment of a mesh's history: which prefix of the log it is the fold of. */
public sealed interface LogPosition {
  /** Everything. */
  record Head() implements LogPosition {}

  /** Up to the last event at or before the offset. */
  record AtOffset(long offset) implements LogPosition {
    public AtOffset {
      if (offset < 0) {
        throw new IllegalArgumentException("an offset is not negative: " + offset);
      }
    }
  }

  /**
   * Up to the last event, in log order, whose own time is not later. Event times are not monotonic
   * along the log, so events before that one may carry later times.
   */
  record AtTime(Instant time) implements LogPosition {}

  /**
   * Reads what stands behind {@code kafka@}: nothing, an offset, or an ISO 8601 time with its zone.
   *
   * @throws LogException when it is none of them
   */
  static LogPosition parse(String text) {
    if (text.isEmpty()) {
      return new Head();
    }
    try {
      return text.chars().allMatch(c -> c >= '0' && c <= '9')
          ? new AtOffset(Long.parseLong(text))
          : new AtTime(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException | NumberFormatException e) {
      throw new LogException(
          "'%s' is no moment of the log: an offset (1234) or a time with its zone (2026-05-04T10:00:00Z)"
              .formatted(text),
          e);
    }
  }
}
