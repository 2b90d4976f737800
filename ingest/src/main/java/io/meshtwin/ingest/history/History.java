package io.meshtwin.ingest.history;

import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.log.EntryConsumer;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogPosition;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
  /** Images of the last moments asked for, so that a walk through the past goes on from there. */
  private static final int RECENT = 4;

  /** Where more than one entry in so many is wanted, the log is passed over once for them. */
  private static final int MANY = 100;

  /** So many entries are held while they are handed over. */
  private static final int AT_ONCE = 1_000;

  private static final String LONGER = "what is kept beside the log is of a longer one; made again";

  private final EventLog log;
  private final @Nullable Memory memory;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Memory.Kept> recent = new ArrayList<>();
  private Instant lastWritten = Instant.now();

  private History(EventLog log, @Nullable Memory memory) {
    this.log = log;
    this.memory = memory;
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
    if (memory != null && position instanceof LogPosition.AtTime(Instant time)) {
      lock.lock();
      try {
        catchUp(memory);
        return memory.index().endOf(time);
      } finally {
        lock.unlock();
      }
    }
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
    lock.lock();
    try {
      Memory.Kept from = nearest(end);
      TwinImage image = memory == null ? fold(from, end) : foldInSteps(memory, from, end);
      remember(new Memory.Kept(image, end));
      return image;
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
      lock.lock();
      try {
        catchUp(memory);
        return memory.index().offsets(span, which);
      } finally {
        lock.unlock();
      }
    }
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

  /** Hands over the events of some resources in a stretch, in order, one after the other. */
  public void read(
      Span span, Predicate<ResourceKey> which, Consumer<? super LogEntry.Recorded> found) {
    EntryConsumer wanted =
        entry -> {
          if (entry instanceof LogEntry.Recorded recorded
              && which.test(EventCodec.key(recorded.event()))) {
            found.accept(recorded);
          }
        };
    if (memory == null) {
      read(span, wanted);
      return;
    }
    List<Long> offsets = offsets(span, which);
    if (offsets.size() > (span.end() - span.from()) / MANY) {
      var marked = new BitSet();
      offsets.forEach(offset -> marked.set(Math.toIntExact(offset - span.from())));
      log.read(
          span.from(),
          span.end(),
          offset -> marked.get(Math.toIntExact(offset - span.from())),
          wanted);
      return;
    }
    for (int from = 0; from < offsets.size(); from += AT_ONCE) {
      at(offsets.subList(from, Math.min(from + AT_ONCE, offsets.size()))).forEach(wanted::accept);
    }
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
      boolean late = lastWritten.plus(memory.policy().interval()).isBefore(Instant.now());
      if (memory.due(end) || (late && memory.ahead(end) > 0)) {
        catchUp(memory);
        write(memory, image, end);
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

  private TwinImage fold(Memory.Kept from, long end) {
    var delta = new TwinDelta(from.image());
    log.read(from.end(), end, entry -> Fold.entry(entry, delta));
    return delta.apply();
  }

  /** In stretches as long as the policy's, and a checkpoint after each where none is near. */
  private TwinImage foldInSteps(Memory memory, Memory.Kept from, long end) {
    TwinImage image = from.image();
    long next = from.end();
    while (next < end) {
      long step = memory.writes() ? Math.min(end, next + memory.policy().events()) : end;
      image = fold(new Memory.Kept(image, next), step);
      next = step;
      if (memory.due(next)) {
        write(memory, image, next);
      }
    }
    return image;
  }

  private void write(Memory memory, TwinImage image, long end) {
    long offset = image.position().offset();
    if (offset >= 0) {
      memory.write(image, new Mark(end, offset, id(offset)), log.bytes());
      lastWritten = Instant.now();
    }
  }

  private Memory.Kept nearest(long end) {
    Memory.Kept best = new Memory.Kept(TwinImage.EMPTY, 0);
    for (Memory.Kept kept : recent) {
      best = kept.end() <= end && kept.end() > best.end() ? kept : best;
    }
    if (memory != null && best.end() < end) {
      Memory.Kept kept = memory.newest(end, this::belongs);
      best = kept != null && kept.end() > best.end() ? kept : best;
    }
    return best;
  }

  private void remember(Memory.Kept image) {
    if (recent.size() == RECENT) {
      recent.removeFirst();
    }
    recent.add(image);
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

  private boolean belongs(Mark mark) {
    return id(mark.offset()).equals(mark.id());
  }

  /**
   * The identifier of the entry at an offset; empty for one that cannot be read or is not there.
   */
  private String id(long offset) {
    List<LogEntry> entries = at(List.of(offset));
    return entries.size() == 1 && entries.getFirst() instanceof LogEntry.Recorded recorded
        ? recorded.id()
        : "";
  }
}
