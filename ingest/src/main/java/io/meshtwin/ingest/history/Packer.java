package io.meshtwin.ingest.history;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values one after the other, short ones short; {@link Unpacker} reads them. */
final class Packer {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
  private final Map<Column, String> last = new HashMap<>();

  byte[] packed() {
    return out.toByteArray();
  }

  /** A number of any sign, seven bits a byte, the lowest first. */
  void number(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  void flag(boolean value) {
    number(value ? 1 : 0);
  }

  void bytes(byte[] value) {
    number(value.length);
    out.writeBytes(value);
  }

  void text(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** A text that often is the same as the last one of its column. */
  void text(Column column, String value) {
    boolean same = value.equals(last.put(column, value));
    flag(same);
    if (!same) {
      text(value);
    }
  }

  /** A time to the nanosecond; most have milliseconds only. */
  void time(Instant time) {
    number(time.getEpochSecond());
    int nanos = time.getNano();
    number(nanos % 1_000_000 == 0 ? nanos / 1_000_000 : -nanos);
  }

  void optionalTime(@Nullable Instant time) {
    flag(time != null);
    if (time != null) {
      time(time);
    }
  }
}
