package io.meshtwin.twin.resource;

import com.google.re2j.Pattern;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** IP addresses and blocks of them, as text; no name is ever looked up. */
public final class IpAddress {
  private static final Pattern V4 =
      Pattern.compile(
          "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
  private static final int GROUPS = 8;
  private static final int V4_BITS = 32;
  private static final int V6_BITS = 128;

  private IpAddress() {}

  /** Whether a text is an IPv4 or IPv6 address. */
  public static boolean isOne(String text) {
    return isV4(text) || isV6(text);
  }

  /** Whether two texts are the same address: one of IPv6 can be written in many ways. */
  public static boolean same(String one, String other) {
    return one.equals(other) || (isV6(one) && isV6(other) && number(one).equals(number(other)));
  }

  /** A text that is equal for all ways of writing one address; what is none stays as it is. */
  public static String canonical(String text) {
    return text.indexOf(':') >= 0 && isV6(text) ? number(text).toString(16) : text;
  }

  /** Whether a text is an address with a prefix length, as in {@code 10.0.0.0/8}. */
  public static boolean isBlock(String text) {
    int slash = text.indexOf('/');
    return slash > 0 && isOne(text.substring(0, slash)) && length(text, slash) != null;
  }

  /**
   * An address as a number.
   *
   * @throws NumberFormatException when it is none
   */
  public static BigInteger number(String address) {
    if (isV4(address)) {
      BigInteger result = BigInteger.ZERO;
      for (String part : address.split("\\.", -1)) {
        result = result.shiftLeft(8).add(BigInteger.valueOf(Integer.parseInt(part)));
      }
      return result;
    }
    String body = address.indexOf('%') < 0 ? address : address.substring(0, address.indexOf('%'));
    int last = body.lastIndexOf(':');
    if (body.indexOf('.') >= 0) {
      int v4 = number(body.substring(last + 1)).intValue();
      String high = Integer.toHexString(v4 >>> 16);
      body = body.substring(0, last + 1) + high + ":" + Integer.toHexString(v4 & 0xFFFF);
    }
    int gap = body.indexOf("::");
    if (gap < 0) {
      return groups(body, GROUPS);
    }
    return groups(body.substring(0, gap), GROUPS).or(groups(body.substring(gap + 2), 0));
  }

  /** Groups of 16 bits from the left of so many, or from the right where the number is 0. */
  private static BigInteger groups(String text, int of) {
    BigInteger result = BigInteger.ZERO;
    String[] parts = text.isEmpty() ? new String[0] : text.split(":", -1);
    for (String part : parts) {
      result = result.shiftLeft(16).add(new BigInteger(part, 16));
    }
    return of == 0 ? result : result.shiftLeft(16 * (of - parts.length));
  }

  private static @Nullable Integer length(String text, int slash) {
    String digits = text.substring(slash + 1);
    if (digits.isEmpty()
        || digits.length() > 3
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    int length = Integer.parseInt(digits);
    return length <= (text.indexOf(':') < 0 ? V4_BITS : V6_BITS) ? length : null;
  }

  private static boolean isV4(String text) {
    return V4.matcher(text).matches();
  }

  private static boolean isV6(String text) {
    if (text.indexOf(':') < 0) {
      return false;
    }
    String body = text.indexOf('%') < 0 ? text : text.substring(0, text.indexOf('%'));
    int gap = body.indexOf("::");
    if (gap >= 0 && body.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    if (gap < 0) {
      return groups(body) == GROUPS;
    }
    int before = groups(body.substring(0, gap));
    int after = groups(body.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after < GROUPS;
  }

  /** How many groups of 16 bits, -1 for what is none. */
  private static int groups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] parts = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        if (!isV4(parts[i])) {
          return -1;
        }
        count += 2;
      } else if (parts[i].isEmpty() || parts[i].length() > 4 || !hexadecimal(parts[i])) {
        return -1;
      } else {
        count++;
      }
    }
    return count;
  }

  private static boolean hexadecimal(String text) {
    return text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }
}
