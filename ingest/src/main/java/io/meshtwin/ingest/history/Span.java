package io.meshtwin.ingest.history;

/**
 * A stretch of the log.
 *
 * @param from the first offset, not negative
 * @param end the offset after the last, not before {@code from}
 */
public record Span(long from, long end) {
  public Span {
    if (from < 0 || end < from) {
      throw new IllegalArgumentException("no stretch of a log: [" + from + ", " + end + ")");
    }
  }

  /** Whether the offset lies in it. */
  public boolean contains(long offset) {
    return from <= offset && offset < end;
  }
}
