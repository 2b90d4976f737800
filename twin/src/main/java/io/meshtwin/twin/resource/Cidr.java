package io.meshtwin.twin.resource;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A block of IP addresses (RFC 4632, RFC 4291). */
public final class Cidr {
  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /** The block that a text such as {@code 10.0.0.0/8} means; null where it means none. */
  public static @Nullable Cidr read(String text) {
    int slash = text.indexOf('/');
    byte[] address = slash < 0 ? null : address(text.substring(0, slash));
    String bits = text.substring(slash + 1);
    if (address == null || !bits.matches("[0-9]{1,3}")) {
      return null;
    }
    int count = Integer.parseInt(bits);
    return count > address.length * 8 ? null : new Cidr(address, count);
  }

  /** Whether an address literal is in the block. */
  public boolean contains(String literal) {
    byte[] address = address(literal);
    if (address == null || address.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static byte @Nullable [] address(String literal) {
    try {
      return InetAddress.ofLiteral(literal).getAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
