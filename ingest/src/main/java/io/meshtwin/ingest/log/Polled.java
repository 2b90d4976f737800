package io.meshtwin.ingest.log;

import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.ingest.codec.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What one poll brought.
 *
 * @param decoded entries that were made of records already, in order
 * @param records what is not decoded yet, in order, behind those
 * @param setAside a batch that fails its checksum, where the poll came to one
 * @param next the offset behind all of it
 */
record Polled(
    List<LogEntry> decoded,
    Iterable<ConsumerRecord<byte[], byte[]>> records,
    LogEntry.@Nullable CorruptRecord setAside,
    long next) {
  /** Nothing is decoded yet. */
  static Polled of(
      Iterable<ConsumerRecord<byte[], byte[]>> records,
      LogEntry.@Nullable CorruptRecord setAside,
      long next) {
    return new Polled(List.of(), records, setAside, next);
  }

  /** The same, with the records at some offsets decoded, and the others gone. */
  Polled decoded(LongPredicate which) {
    var entries = new ArrayList<LogEntry>(decoded);
    decode(which, entries::add);
    return new Polled(entries, List.of(), setAside, next);
  }

  /** Hands over the entries at some offsets one by one; the other records stay undecoded. */
  void entries(LongPredicate which, EntryConsumer entries) {
    decoded.stream().filter(entry -> which.test(entry.offset())).forEach(entries::accept);
    decode(which, entries);
    if (setAside != null) {
      entries.accept(setAside);
    }
  }

  private void decode(LongPredicate which, EntryConsumer entries) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (which.test(record.offset())) {
        entries.accept(EventCodec.decode(record));
      }
    }
  }
}
