package io.meshtwin.ingest.history;

import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.log.EntryConsumer;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogPosition;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.TwinImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every past moment of a mesh: the image there, and the events of some resources between two
 * positions.
 *
 * <p>Events that are not about a resource have keys too ({@link EventCodec#key}): a change is
 * {@code meshtwin.io/Change//id}, a gap the kind that it concerns under the name {@code *}.
 *
 * <p>What is kept beside the log makes answers faster and never other. Closed before the log. For
 * several threads at once.
 */
public final class History implements AutoCloseable {
  private static final String LONGER = "what is kept beside the log is of a longer one; made again";

  private final EventLog log;
  private final @Nullable Memory memory;
  private final ReentrantLock lock = new ReentrantLock();
  private final PastImages images;

  private History(EventLog log, @Nullable Memory memory) {
    this.log = log;
    this.memory = memory;
    this.images = new PastImages(log, memory);
  }

  /** The history of a log, with nothing kept beside it: every answer reads what it needs. */
  public static History open(EventLog log) {
    return new History(log, null);
  }

  /**
   * The history of a log, with checkpoints and an index beside it.
   *
   * @param policy when checkpoints are made; written by one process at a time
   */
  public static History open(EventLog log, CheckpointPolicy policy) {
    var history = new History(log, Memory.open(log.beside(), policy));
    history.requireSameLog();
    return history;
  }

  /**
   * The end, exclusive, of the prefix of the log that a position means.
   *
   * @throws io.meshtwin.ingest.log.LogUnavailableException when the broker does not answer
   */
  public long end(LogPosition position) {
    return memory != null && position instanceof LogPosition.AtTime(Instant time)
        ? indexed(index -> index.endOf(time))
        : log.end(position);
  }

  /** The earliest time that an entry states; empty for an empty log. */
  public Optional<Instant> earliest() {
    Instant earliest = indexed(PositionIndex::earliest);
    return earliest.equals(Instant.MAX) ? Optional.empty() : Optional.of(earliest);
  }

  /** What entries of the log are about, in no order. */
  public List<ResourceKey> keys() {
    return indexed(PositionIndex::keys);
  }

  /** The entries before an offset that state a later time. */
  public Later later(Instant time, long before) {
    return indexed(index -> index.later(time, before));
  }

  /** Asks the index, which is made for the question where none is kept. */
  private <T> T indexed(Function<PositionIndex, T> question) {
    if (memory == null) {
      var index = new PositionIndex(log.beside());
      index.covers(log.readFrom(0, index::add));
      return question.apply(index);
    }
    lock.lock();
    try {
      catchUp(memory);
      return question.apply(memory.index());
    } finally {
      lock.unlock();
    }
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
    lock.lock();
    try {
      return images.before(end);
    } finally {
      lock.unlock();
    }
  }

  /** Hands over every entry of a stretch, in order. */
  public void read(Span span, EntryConsumer entries) {
    log.read(span.from(), span.end(), entries);
  }

  /** The offsets in a stretch at which events of some resources stand, ascending. */
  public List<Long> offsets(Span span, Predicate<ResourceKey> which) {
    if (memory != null) {
      return indexed(index -> index.offsets(span, which));
    }
    var offsets = new ArrayList<Long>();
    read(span, which, recorded -> offsets.add(recorded.offset()));
    return offsets;
  }

  /** The events of some resources in a stretch, in order. */
  public List<LogEntry.Recorded> events(Span span, Predicate<ResourceKey> which) {
    return events(span, which, (done, all) -> {});
  }

  /**
   * The events of some resources in a stretch, in order, read by all processors.
   *
   * @param passed told how many of them are read; by several threads, one after the other
   */
  public List<LogEntry.Recorded> events(Span span, Predicate<ResourceKey> which, Passed passed) {
    if (memory == null) {
      var events = new ArrayList<LogEntry.Recorded>();
      read(span, wanted(which, events::add));
      return events;
    }
    var chosen = new Chosen(log, offsets(span, which));
    var done = new AtomicInteger();
    return chosen
        .parts()
        .parallel()
        .map(part -> {
          var events = new ArrayList<LogEntry.Recorded>();
          part.read(
              wanted(
                  which,
                  event -> {
                    events.add(event);
                    passed.tell(done.incrementAndGet(), chosen.offsets().size());
                  }));
          return events;
        })
        .flatMap(List::stream)
        .toList();
  }

  /** Is told how far a reading is. */
  public interface Passed {
    /** So many events of so many. */
    void tell(long done, long all);
  }

  /** Hands over the events of some resources in a stretch, in order, one after the other. */
  public void read(
      Span span, Predicate<ResourceKey> which, Consumer<? super LogEntry.Recorded> found) {
    if (memory == null) {
      read(span, wanted(which, found));
    } else {
      new Chosen(log, offsets(span, which)).read(wanted(which, found));
    }
  }

  private static EntryConsumer wanted(
      Predicate<ResourceKey> which, Consumer<? super LogEntry.Recorded> found) {
    return entry -> {
      if (entry instanceof LogEntry.Recorded recorded
          && which.test(EventCodec.key(recorded.event()))) {
        found.accept(recorded);
      }
    };
  }

  /**
   * The entries at some offsets, in order. An offset at which nothing stands (a transaction's
   * marker) gives nothing.
   *
   * @param offsets ascending
   */
  public List<LogEntry> at(List<Long> offsets) {
    return log.at(offsets);
  }

  /**
   * Keeps an image that was folded up to an offset, where the policy says so. Takes as long as
   * writing a checkpoint takes.
   *
   * @param end exclusive
   */
  public void keep(TwinImage image, long end) {
    if (memory == null || !memory.writes()) {
      return;
    }
    lock.lock();
    try {
      if (images.isDue(memory, end)) {
        catchUp(memory);
        images.write(memory, image, end);
      }
    } finally {
      lock.unlock();
    }
  }

  /** What beside the log could not be used, in words; empty when all is well. */
  public List<String> faults() {
    return memory == null ? List.of() : memory.faults();
  }

  @Override
  public void close() {
    if (memory != null) {
      memory.close();
    }
  }

  /** Reads into the index what came since. */
  private void catchUp(Memory memory) {
    PositionIndex index = memory.index();
    if (index.end() > log.head()) {
      memory.clear(LONGER);
    }
    long head =
        log.readFrom(
            index.end(),
            entry -> {
              index.add(entry);
              memory.seal(Memory.PAGE);
            });
    index.covers(head);
  }

  private void requireSameLog() {
    Memory kept = memory;
    if (kept != null && kept.newest() > log.head()) {
      kept.clear(LONGER);
    }
  }
}
