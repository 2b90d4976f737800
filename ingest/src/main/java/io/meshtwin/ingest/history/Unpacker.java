package io.meshtwin.ingest.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link Packer} wrote; fails on bytes that end too early. */
final class Unpacker {
  private final byte[] packed;
  private final Map<Column, String> last = new EnumMap<>(Column.class);
  private int next;

  Unpacker(byte[] packed) {
    this.packed = packed;
  }

  boolean atEnd() {
    return next == packed.length;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte part = packed[next++];
      value |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new IllegalArgumentException("no number at " + next);
  }

  int count() {
    return Math.toIntExact(number());
  }

  boolean flag() {
    return number() != 0;
  }

  byte[] bytes() {
    int length = count();
    if (length < 0 || length > packed.length - next) {
      throw new IllegalArgumentException("no " + length + " bytes at " + next);
    }
    byte[] value = Arrays.copyOfRange(packed, next, next + length);
    next += length;
    return value;
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  String text(Column column) {
    if (flag()) {
      String same = last.get(column);
      if (same == null) {
        throw new IllegalArgumentException("nothing to repeat at " + next);
      }
      return same;
    }
    String value = text();
    last.put(column, value);
    return value;
  }

  Instant time() {
    long seconds = number();
    long part = number();
    return Instant.ofEpochSecond(seconds, part >= 0 ? part * 1_000_000 : -part);
  }

  @Nullable Instant optionalTime() {
    return flag() ? time() : null;
  }
}
