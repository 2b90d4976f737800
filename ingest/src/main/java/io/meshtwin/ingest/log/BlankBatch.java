package io.meshtwin.ingest.log;

import io.meshtwin.ingest.log.Segment.Damage;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;

/** A batch of empty records that takes exactly the room and the offsets of a damaged part. */
final class BlankBatch {
  private BlankBatch() {}

  /** The batch; null where so many records do not go into so few bytes. */
  static @Nullable ByteBuffer of(Damage damage) {
    int room = damage.size() - batch(damage, 0, 0).remaining();
    // Lengths are written in one byte or more: where the value alone jumps over the size, a key
    // fits.
    for (int key = 0; key <= 2; key++) {
      for (int value = Math.max(0, room - 16); value <= room; value++) {
        ByteBuffer batch = batch(damage, key, value);
        if (batch.remaining() == damage.size()) {
          return batch;
        }
      }
    }
    return null;
  }

  private static ByteBuffer batch(Damage damage, int key, int value) {
    int count = Math.toIntExact(damage.to().offset() - damage.from().offset());
    SimpleRecord[] records =
        IntStream.range(0, count)
            .mapToObj(i -> i == 0 ? record(key, value) : record(0, 0))
            .toArray(SimpleRecord[]::new);
    return MemoryRecords.withRecords(damage.from().offset(), Compression.NONE, records).buffer();
  }

  private static SimpleRecord record(int key, int value) {
    return new SimpleRecord(RecordBatch.NO_TIMESTAMP, new byte[key], new byte[value]);
  }
}
