package io.meshtwin.ingest.log;

import io.meshtwin.ingest.log.Segment.Damage;
import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * Mends the marker that ends a transaction where one byte of it is wrong. A marker is so short that
 * its checksum says which: of the 15,000 ways to change one byte, another one than the right one
 * agrees with 32 bits of checksum in 3 of a million cases, and then two agree and neither is taken.
 */
final class MarkerMend {
  /** Bytes of a marker: a header and a record of fixed length. */
  static final int SIZE = 78;

  /** Where its checksum begins, and with it what one byte can be wrong of. */
  private static final int CHECKSUM = 17;

  private MarkerMend() {}

  /** The marker as it was written; null where the damage is none of a marker, or of more bytes. */
  static @Nullable ByteBuffer of(Segment segment, Damage damage) {
    if (damage.size() != SIZE) {
      return null;
    }
    byte[] marker = new byte[SIZE];
    segment.bytes().get(damage.from().position(), marker);
    // No checksum covers these, and the neighbours say how they have to be.
    BatchHeader header = BatchHeader.at(ByteBuffer.wrap(marker), 0);
    header.at(damage.from().offset(), SIZE).write(ByteBuffer.wrap(marker));
    byte[] right = null;
    for (int at = CHECKSUM; at < SIZE; at++) {
      byte found = marker[at];
      for (int other = 1; other <= 0xff; other++) {
        marker[at] = (byte) (found ^ other);
        if (isMarker(marker)) {
          if (right != null) {
            return null;
          }
          right = marker.clone();
        }
      }
      marker[at] = found;
    }
    return right == null ? null : ByteBuffer.wrap(right);
  }

  private static boolean isMarker(byte[] bytes) {
    ByteBuffer marker = ByteBuffer.wrap(bytes);
    BatchHeader header = BatchHeader.at(marker, 0);
    return header.control()
        && header.lastOffsetDelta() == 0
        && header.intact(marker, 0)
        && ends(marker);
  }

  /** Whether it says that the transaction counts, or that it does not. */
  private static boolean ends(ByteBuffer marker) {
    RecordBatch batch = MemoryRecords.readableRecords(marker).batches().iterator().next();
    ControlRecordType type = ControlRecordType.parse(batch.iterator().next().key());
    return type == ControlRecordType.COMMIT || type == ControlRecordType.ABORT;
  }
}
