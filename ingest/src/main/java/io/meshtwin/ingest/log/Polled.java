package io.meshtwin.ingest.log;

import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.ingest.codec.LogEntry;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/**
 * What one poll brought, not decoded yet.
 *
 * @param records in order; none when none came for a moment
 * @param setAside a batch that fails its checksum, where the poll came to one
 * @param next the offset behind all of it
 */
record Polled(
    ConsumerRecords<byte[], byte[]> records, LogEntry.@Nullable CorruptRecord setAside, long next) {
  /** Hands over the entries at some offsets one by one; the other records stay undecoded. */
  void entries(LongPredicate which, EntryConsumer entries) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (which.test(record.offset())) {
        entries.accept(EventCodec.decode(record));
      }
    }
    if (setAside != null) {
      entries.accept(setAside);
    }
  }
}
