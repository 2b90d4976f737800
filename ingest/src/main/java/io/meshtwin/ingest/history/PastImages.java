package io.meshtwin.ingest.history;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images of past moments, each folded from the nearest one before it that is still known or has a
 * checkpoint. Not for several threads at once.
 */
final class PastImages {
  /** Images of the last moments asked for, so that a walk through the past goes on from there. */
  private static final int RECENT = 4;

  private final EventLog log;
  private final @Nullable Memory memory;
  private final List<Memory.Kept> recent = new ArrayList<>();
  private Instant lastWritten = Instant.now();

  PastImages(EventLog log, @Nullable Memory memory) {
    this.log = log;
    this.memory = memory;
  }

  /**
   * The image of the entries before an offset.
   *
   * @param end exclusive
   */
  TwinImage before(long end) {
    Memory.Kept from = nearest(end);
    TwinImage image = memory == null ? fold(from, end) : foldInSteps(memory, from, end);
    remember(new Memory.Kept(image, end));
    return image;
  }

  /** Whether the policy wants a checkpoint before an offset. */
  boolean isDue(Memory memory, long end) {
    boolean late = lastWritten.plus(memory.policy().interval()).isBefore(Instant.now());
    return memory.due(end) || (late && memory.ahead(end) > 0);
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

  /** Writes a checkpoint of an image. */
  void write(Memory memory, TwinImage image, long end) {
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

  private boolean belongs(Mark mark) {
    return id(mark.offset()).equals(mark.id());
  }

  /**
   * The identifier of the entry at an offset; empty for one that cannot be read or is not there.
   */
  private String id(long offset) {
    List<LogEntry> entries = log.at(List.of(offset));
    return entries.size() == 1 && entries.getFirst() instanceof LogEntry.Recorded recorded
        ? recorded.id()
        : "";
  }
}
