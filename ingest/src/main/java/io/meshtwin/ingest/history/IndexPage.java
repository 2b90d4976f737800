package io.meshtwin.ingest.history;

import java.time.Instant;
import java.util.Arrays;

/**
 * Where some entries stand in the log, one after the other: offset, key and time of each.
 *
 * <p>Times are not monotonic along the log, so a page knows its earliest.
 */
final class IndexPage {
  private final long first;
  private long end;
  private int count;
  private int[] offsets = new int[256];
  private int[] keys = new int[256];
  private long[] seconds = new long[256];
  private int[] nanos = new int[256];
  private Instant earliest = Instant.MAX;

  /** An empty page whose entries begin at an offset. */
  IndexPage(long first) {
    this.first = first;
    this.end = first;
  }

  /** The first offset that it covers. */
  long first() {
    return first;
  }

  /** The offset after the last that it covers. */
  long end() {
    return end;
  }

  int count() {
    return count;
  }

  void add(long offset, int key, Instant time) {
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, count * 2);
      keys = Arrays.copyOf(keys, count * 2);
      seconds = Arrays.copyOf(seconds, count * 2);
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    offsets[count] = Math.toIntExact(offset - first);
    keys[count] = key;
    seconds[count] = time.getEpochSecond();
    nanos[count] = time.getNano();
    count++;
    end = offset + 1;
    if (time.isBefore(earliest)) {
      earliest = time;
    }
  }

  /** Nothing else stands before this offset. */
  void covers(long newEnd) {
    end = Math.max(end, newEnd);
  }

  long offset(int i) {
    return first + offsets[i];
  }

  int key(int i) {
    return keys[i];
  }

  Instant time(int i) {
    return Instant.ofEpochSecond(seconds[i], nanos[i]);
  }

  /** The earliest time of an entry; {@link Instant#MAX} for no entries. */
  Instant earliest() {
    return earliest;
  }

  /** The entries before an offset that are later than a time, and those known already. */
  Later later(Instant time, long before, Later known) {
    Later found = known;
    for (int i = 0; i < count && offset(i) < before; i++) {
      if (time(i).isAfter(time)) {
        found = found.and(offset(i), time(i));
      }
    }
    return found;
  }

  /** The offset of the last entry that is not later than a time, -1 for none. */
  long lastNotLater(Instant time) {
    if (earliest.isAfter(time)) {
      return -1;
    }
    for (int i = count - 1; i >= 0; i--) {
      if (!time(i).isAfter(time)) {
        return offset(i);
      }
    }
    throw new IllegalStateException("the earliest entry is one of the page's");
  }
}
