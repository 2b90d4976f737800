package io.meshtwin.ingest.history;

import io.meshtwin.ingest.log.EntryConsumer;
import io.meshtwin.ingest.log.EventLog;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Entries of a log whose offsets are known: few are looked up one by one; for many the log is
 * passed over once, without decoding the others.
 *
 * @param offsets ascending
 */
record Chosen(EventLog log, List<Long> offsets) {
  /** More than one entry in so many is worth a pass. */
  private static final int MANY = 100;

  /** Fewer are looked up in any case. */
  private static final int FEW = 20;

  /** So many entries are held while they are handed over. */
  private static final int AT_ONCE = 1_000;

  /** A part smaller than that is not worth a reader of its own. */
  private static final int LEAST = 2_000;

  /** Hands them over in order, one after the other. */
  void read(EntryConsumer found) {
    if (offsets.isEmpty()) {
      return;
    }
    long first = offsets.getFirst();
    long end = offsets.getLast() + 1;
    if (offsets.size() > Math.max(FEW, (end - first) / MANY)) {
      var marked = new BitSet();
      offsets.forEach(offset -> marked.set(Math.toIntExact(offset - first)));
      log.read(first, end, offset -> marked.get(Math.toIntExact(offset - first)), found);
      return;
    }
    for (int from = 0; from < offsets.size(); from += AT_ONCE) {
      log.at(offsets.subList(from, Math.min(from + AT_ONCE, offsets.size())))
          .forEach(found::accept);
    }
  }

  /**
   * Parts of them, in order, that processors may read side by side: what takes time is unpacking.
   */
  Stream<Chosen> parts() {
    int parts = Math.clamp(offsets.size() / LEAST, 1, Runtime.getRuntime().availableProcessors());
    return IntStream.range(0, parts)
        .mapToObj(i -> new Chosen(log, offsets.subList(at(i, parts), at(i + 1, parts))));
  }

  private int at(int part, int parts) {
    return Math.toIntExact((long) offsets.size() * part / parts);
  }
}
