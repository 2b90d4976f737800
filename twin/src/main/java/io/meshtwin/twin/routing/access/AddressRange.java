package io.meshtwin.twin.routing.access;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A range of IP addresses: of one address, or of those that share a prefix. Never asks DNS.
 *
 * @param text as it was written
 * @param bits the address, 32 or 128 bits
 * @param width 32 or 128
 * @param prefix how many leading bits count, 0 to {@code width}
 */
public record AddressRange(String text, BigInteger bits, int width, int prefix) {
  private static final int V4 = 32;
  private static final int V6 = 128;

  /** An address, or a CIDR range; null for anything else. */
  public static @Nullable AddressRange parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    int width = address.length * Byte.SIZE;
    Integer prefix = slash < 0 ? (Integer) width : length(text.substring(slash + 1), width);
    return prefix == null
        ? null
        : new AddressRange(text, new BigInteger(1, address), width, prefix);
  }

  /** Whether an address is in the range; one of the other family never is. */
  public boolean contains(AddressRange address) {
    int rest = width - prefix;
    return address.width == width
        && address.prefix == width
        && bits.shiftRight(rest).equals(address.bits.shiftRight(rest));
  }

  /** The first address. */
  public AddressRange first() {
    int rest = width - prefix;
    return one(bits.shiftRight(rest).shiftLeft(rest));
  }

  /** The first address behind the range; empty where it ends its family. */
  public Optional<AddressRange> after() {
    int rest = width - prefix;
    BigInteger next = bits.shiftRight(rest).add(BigInteger.ONE).shiftLeft(rest);
    return next.bitLength() > width ? Optional.empty() : Optional.of(one(next));
  }

  private AddressRange one(BigInteger address) {
    int part = width == V4 ? Byte.SIZE : Short.SIZE;
    int mask = (1 << part) - 1;
    String written =
        IntStream.rangeClosed(1, width / part)
            .map(group -> address.shiftRight(width - group * part).intValue() & mask)
            .mapToObj(value -> width == V4 ? Integer.toString(value) : Integer.toHexString(value))
            .collect(Collectors.joining(width == V4 ? "." : ":"));
    return new AddressRange(written, address, width, width);
  }

  /** The address as it was written, without a length. */
  public String address() {
    int slash = text.indexOf('/');
    return slash < 0 ? text : text.substring(0, slash);
  }

  private static @Nullable Integer length(String text, int width) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean padded = text.length() > 1 && text.startsWith("0");
    if (!digits || padded || text.length() > 3) {
      return null;
    }
    int length = Integer.parseInt(text);
    return length <= width ? (Integer) length : null;
  }

  private static byte @Nullable [] address(String text) {
    return text.indexOf(':') < 0 ? v4(text) : v6(text);
  }

  private static byte @Nullable [] v4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != V4 / Byte.SIZE) {
      return null;
    }
    var result = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      Integer part = length(parts[i], 0xff);
      if (part == null) {
        return null;
      }
      result[i] = part.byteValue();
    }
    return result;
  }

  private static byte @Nullable [] v6(String text) {
    int gap = text.indexOf("::");
    byte[] head = groups(gap < 0 ? text : text.substring(0, gap));
    byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2));
    if (head == null || tail == null) {
      return null;
    }
    int bytes = V6 / Byte.SIZE;
    int given = head.length + tail.length;
    if (gap < 0 ? given != bytes : given >= bytes) {
      return null;
    }
    byte[] result = Arrays.copyOf(head, bytes);
    System.arraycopy(tail, 0, result, bytes - tail.length, tail.length);
    return result;
  }

  private static byte @Nullable [] groups(String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] parts = text.split(":", -1);
    var result = new byte[parts.length * 2 + 2];
    int used = 0;
    for (int i = 0; i < parts.length; i++) {
      byte[] v4 = i == parts.length - 1 ? v4(parts[i]) : null;
      if (v4 != null) {
        System.arraycopy(v4, 0, result, used, v4.length);
        used += v4.length;
        continue;
      }
      int group = hex(parts[i]);
      if (group < 0) {
        return null;
      }
      result[used++] = (byte) (group >> Byte.SIZE);
      result[used++] = (byte) group;
    }
    return Arrays.copyOf(result, used);
  }

  private static int hex(String text) {
    boolean hex =
        !text.isEmpty()
            && text.length() <= 4
            && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    return hex ? Integer.parseInt(text, 16) : -1;
  }
}
