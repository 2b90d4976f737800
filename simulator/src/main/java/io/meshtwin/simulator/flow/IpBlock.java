package io.meshtwin.simulator.flow;

import io.meshtwin.twin.resource.IpAddress;
import java.math.BigInteger;

/**
 * A block of IP addresses.
 *
 * @param v4 whether they are IPv4 addresses
 * @param address any of them, as a number
 * @param length how many leading bits they have in common
 */
record IpBlock(boolean v4, BigInteger address, int length) {
  private static final int V4_BITS = 32;
  private static final int V6_BITS = 128;

  /** From {@code 10.0.0.0/8} or a single address. */
  static IpBlock of(String text) {
    int slash = text.indexOf('/');
    boolean v4 = text.indexOf(':') < 0;
    String address = slash < 0 ? text : text.substring(0, slash);
    int all = v4 ? V4_BITS : V6_BITS;
    int length = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
    return new IpBlock(v4, IpAddress.number(address), length);
  }

  /** Whether a text is an address of the block. */
  boolean has(String text) {
    if (!IpAddress.isOne(text) || (text.indexOf(':') < 0) != v4) {
      return false;
    }
    int rest = (v4 ? V4_BITS : V6_BITS) - length;
    return IpAddress.number(text).shiftRight(rest).equals(address.shiftRight(rest));
  }
}
