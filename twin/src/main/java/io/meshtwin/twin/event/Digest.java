package io.meshtwin.twin.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A 256-bit digest. Digests of parts can be summed lane by lane, so the digest of a set follows its
 * changes in constant time and does not depend on their order.
 */
public record Digest(long a, long b, long c, long d) {
  /** The digest of nothing: the neutral element of {@link #plus}. */
  public static final Digest ZERO = new Digest(0, 0, 0, 0);

  /** SHA-256 of the text's UTF-8 bytes. */
  public static Digest of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** SHA-256 of the bytes. */
  public static Digest of(byte[] bytes) {
    try {
      ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new Digest(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Reads {@link #toString()}.
   *
   * @throws IllegalArgumentException when the text is not 64 hexadecimal digits
   */
  public static Digest parse(String text) {
    byte[] bytes = HexFormat.of().parseHex(text);
    if (bytes.length != 4 * Long.BYTES) {
      throw new IllegalArgumentException("not 64 hexadecimal digits: " + text);
    }
    return ofBytes(bytes);
  }

  /**
   * Reads {@link #bytes()}.
   *
   * @throws IllegalArgumentException when there are not 32
   */
  public static Digest ofBytes(byte[] bytes) {
    if (bytes.length != 4 * Long.BYTES) {
      throw new IllegalArgumentException("not 32 bytes: " + bytes.length);
    }
    ByteBuffer parts = ByteBuffer.wrap(bytes);
    return new Digest(parts.getLong(), parts.getLong(), parts.getLong(), parts.getLong());
  }

  /** The digest's 32 bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(4 * Long.BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  /** The digest of the set that also has {@code part}. */
  public Digest plus(Digest part) {
    return new Digest(a + part.a, b + part.b, c + part.c, d + part.d);
  }

  /** The digest of the set without {@code part}. */
  public Digest minus(Digest part) {
    return new Digest(a - part.a, b - part.b, c - part.c, d - part.d);
  }

  /** 64 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
  }
}
