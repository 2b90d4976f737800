package io.meshtwin.ingest.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The header of a record batch as it stands in a segment file (Kafka's message format, magic 2).
 * Its checksum covers what follows it, and so neither the base offset nor the length.
 *
 * @param baseOffset of the first record
 * @param length in bytes, of what stands behind this field
 * @param magic version of the format
 * @param crc CRC-32C of everything from the attributes on
 * @param control whether the batch is a marker that ends a transaction
 * @param lastOffsetDelta from the first record's offset to the last one's
 */
record BatchHeader(
    long baseOffset, int length, byte magic, int crc, boolean control, int lastOffsetDelta) {
  /** Bytes up to the first record. */
  static final int SIZE = 61;

  /** Bytes of base offset and length, which the length does not count. */
  static final int OVERHEAD = 12;

  static final byte MAGIC = 2;

  private static final int LENGTH = 8;
  private static final int MAGIC_AT = 16;
  private static final int CRC = 17;
  private static final int ATTRIBUTES = 21;
  private static final int LAST_OFFSET_DELTA = 23;
  private static final int CONTROL_BIT = 0x20;

  /** Reads the header at a position with at least {@link #SIZE} bytes behind it. */
  static BatchHeader at(ByteBuffer segment, int position) {
    return new BatchHeader(
        segment.getLong(position),
        segment.getInt(position + LENGTH),
        segment.get(position + MAGIC_AT),
        segment.getInt(position + CRC),
        (segment.getShort(position + ATTRIBUTES) & CONTROL_BIT) != 0,
        segment.getInt(position + LAST_OFFSET_DELTA));
  }

  /** Writes the fields that no checksum covers. */
  void write(ByteBuffer batch) {
    batch.putLong(0, baseOffset).putInt(LENGTH, length).put(MAGIC_AT, magic);
  }

  /** The header with the fields that no checksum covers as they have to be. */
  BatchHeader at(long offset, int size) {
    return new BatchHeader(offset, size - OVERHEAD, MAGIC, crc, control, lastOffsetDelta);
  }

  /** The offset behind the last record. */
  long end() {
    return baseOffset + lastOffsetDelta + 1;
  }

  /** Bytes of the whole batch; as long as it says. */
  int size() {
    return OVERHEAD + length;
  }

  /** Whether this can be the header of a batch that begins at a position of so long a segment. */
  boolean fits(int position, int limit) {
    return magic == MAGIC
        && length >= SIZE - OVERHEAD
        && length <= limit - position - OVERHEAD
        && lastOffsetDelta >= 0;
  }

  /** Whether the checksum is that of the batch at a position, which has to {@link #fits fit}. */
  boolean intact(ByteBuffer segment, int position) {
    var checksum = new CRC32C();
    checksum.update(segment.slice(position + ATTRIBUTES, size() - ATTRIBUTES));
    return (int) checksum.getValue() == crc;
  }
}
