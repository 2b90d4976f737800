package io.meshtwin.ingest.history;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogException;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.image.TwinImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Copies a log into an empty one with fewer updates of Pods and endpoints ({@link UpdateThinning}),
 * and verifies by folding both that the images behind the thinned part and at the head are the
 * same. The log that is read stays as it is; nobody may write it meanwhile.
 */
public final class ThinnedCopy {
  /** So many events are held while they are handed over. */
  private static final int AT_ONCE = 5_000;

  private final EventLog from;
  private final LogWriter to;
  private final List<Event> waiting = new ArrayList<>();
  private long written;
  private long last = -1;

  /**
   * What was done.
   *
   * @param read events of the log
   * @param written events of the copy, with the gap events
   * @param leftOut updates that the copy does not have
   * @param thinnedTo the last offset of the copy's thinned part, -1 where nothing is in it
   * @param head the digest of what is observed at the head of both
   */
  public record Outcome(long read, long written, long leftOut, long thinnedTo, Digest head) {}

  private ThinnedCopy(EventLog from, LogWriter to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Copies.
   *
   * @param until behind it, exclusive, everything stays
   * @param step told the offset that was reached, now and then; may throw to end the work
   * @throws LogException when the copy is not empty, when something in the log cannot be read, or
   *     when the copy cannot be written; what was written of it then stays, and is of no use
   */
  public static Outcome make(
      EventLog from, EventLog copy, Duration period, long until, LongConsumer step) {
    if (copy.head() > 0) {
      throw new LogException(
          "%s has events; a thinned copy goes into a new mesh name".formatted(copy.topic().name()));
    }
    try (LogWriter writer = copy.writer()) {
      return new ThinnedCopy(from, writer).copy(copy, period, until, step);
    }
  }

  private Outcome copy(EventLog copy, Duration period, long until, LongConsumer step) {
    var thinning = new UpdateThinning(period, this::take);
    var read = new long[1];
    from.read(
        0,
        until,
        entry -> {
          read[0]++;
          step.accept(entry.offset());
          thinning.add(event(entry));
        });
    thinning.end();
    flush();
    long thinnedTo = last;
    long head =
        from.readFrom(
            until,
            entry -> {
              read[0]++;
              step.accept(entry.offset());
              take(event(entry));
            });
    flush();
    var images = new Images(from, copy);
    images.verify(until, thinnedTo + 1, "behind the thinned part");
    Digest same = images.verify(head, last + 1, "at the head");
    return new Outcome(read[0], written, thinning.leftOut(), thinnedTo, same);
  }

  /** A damaged record may have been configuration, and a copy without it another past. */
  private static Event event(LogEntry entry) {
    return switch (entry) {
      case LogEntry.Recorded recorded -> recorded.event();
      case LogEntry.CorruptRecord(long offset, String reason, var _) ->
          throw new LogException(
              "the record at offset %d cannot be read (%s), so nothing is thinned"
                  .formatted(offset, reason));
    };
  }

  private void take(Event event) {
    waiting.add(event);
    if (waiting.size() == AT_ONCE) {
      flush();
    }
  }

  private void flush() {
    if (!waiting.isEmpty()) {
      last = to.append(waiting).getLast();
      written += waiting.size();
      waiting.clear();
    }
  }

  /** The images of a log and of its copy. A history goes on from the image it was asked for. */
  private record Images(History log, History copy, String name) {
    Images(EventLog log, EventLog copy) {
      this(History.open(log), History.open(copy), copy.topic().name());
    }

    /**
     * What both have observed, which is the same.
     *
     * @param was of the log up to where, exclusive
     * @param is of the copy up to where, exclusive
     */
    Digest verify(long was, long is, String where) {
      TwinImage one = log.imageBefore(was);
      TwinImage other = copy.imageBefore(is);
      boolean same =
          one.observed().digest().equals(other.observed().digest())
              && one.approved().digest().equals(other.approved().digest());
      if (!same) {
        throw new LogException(
            "the copy's image %s is not the log's: do not use %s, and report this"
                .formatted(where, name));
      }
      return one.observed().digest();
    }
  }
}
