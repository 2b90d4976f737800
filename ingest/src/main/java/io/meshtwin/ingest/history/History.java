package io.meshtwin.ingest.history;

import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.log.EntryConsumer;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogPosition;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Every past moment of a mesh: the image there, and the events of some resources between two
 * positions.
 *
 * <p>Events that are not about a resource have keys too ({@link EventCodec#key}): a change is
 * {@code meshtwin.io/Change//id}, a gap the kind that it concerns under the name {@code *}.
 *
 * <p>Closed before the log. For several threads at once.
 */
public final class History implements AutoCloseable {
  private final EventLog log;

  private History(EventLog log) {
    this.log = log;
  }

  /** The history of a log. */
  public static History open(EventLog log) {
    return new History(log);
  }

  /**
   * The end, exclusive, of the prefix of the log that a position means.
   *
   * @throws io.meshtwin.ingest.log.LogUnavailableException when the broker does not answer
   */
  public long end(LogPosition position) {
    return log.end(position);
  }

  /** The image at a position: everything up to it, folded. */
  public TwinImage image(LogPosition position) {
    return imageBefore(end(position));
  }

  /**
   * The image of the entries before an offset.
   *
   * @param end exclusive, as {@link #end} gives it
   */
  public TwinImage imageBefore(long end) {
    var delta = new TwinDelta(TwinImage.EMPTY);
    log.read(0, end, entry -> Fold.entry(entry, delta));
    return delta.apply();
  }

  /** Hands over every entry of a stretch, in order. */
  public void read(Span span, EntryConsumer entries) {
    log.read(span.from(), span.end(), entries);
  }

  /** The offsets in a stretch at which events of some resources stand, ascending. */
  public List<Long> offsets(Span span, Predicate<ResourceKey> which) {
    var offsets = new ArrayList<Long>();
    read(span, which, recorded -> offsets.add(recorded.offset()));
    return offsets;
  }

  /** The events of some resources in a stretch, in order. */
  public List<LogEntry.Recorded> events(Span span, Predicate<ResourceKey> which) {
    var events = new ArrayList<LogEntry.Recorded>();
    read(span, which, events::add);
    return events;
  }

  /**
   * The entries at some offsets, in order. An offset at which nothing stands (a transaction's
   * marker) gives nothing.
   *
   * @param offsets ascending
   */
  public List<LogEntry> at(List<Long> offsets) {
    var entries = new ArrayList<LogEntry>();
    for (long offset : offsets) {
      log.read(offset, offset + 1, entries::add);
    }
    return entries;
  }

  @Override
  public void close() {
    // Nothing is held yet.
  }

  /** Hands over the events of some resources in a stretch, in order, one after the other. */
  public void read(
      Span span, Predicate<ResourceKey> which, Consumer<? super LogEntry.Recorded> found) {
    read(
        span,
        entry -> {
          if (entry instanceof LogEntry.Recorded recorded
              && which.test(EventCodec.key(recorded.event()))) {
            found.accept(recorded);
          }
        });
  }
}
