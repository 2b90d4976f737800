package io.meshtwin.simulator.flow;

import java.util.Locale;

/** The parts of a Host header or of a URL's authority. */
public final class Authority {
  private Authority() {}

  /** The host as domains are compared: without port, in lower case. */
  public static String host(String authority) {
    int end = portColon(authority);
    String host = end < 0 ? authority : authority.substring(0, end);
    return host.toLowerCase(Locale.ROOT);
  }

  /** The host as it is written, without port. */
  public static String withoutPort(String authority) {
    int end = portColon(authority);
    return end < 0 ? authority : authority.substring(0, end);
  }

  static boolean hasPort(String authority) {
    return portColon(authority) >= 0;
  }

  /** Where the colon before the port stands, -1 without a port; an IPv6 address has brackets. */
  public static int portColon(String authority) {
    int colon = authority.lastIndexOf(':');
    if (colon < 0 || authority.indexOf(']', colon) >= 0 || colon == authority.length() - 1) {
      return -1;
    }
    for (int i = colon + 1; i < authority.length(); i++) {
      if (authority.charAt(i) < '0' || authority.charAt(i) > '9') {
        return -1;
      }
    }
    boolean bareIpv6 = authority.indexOf(':') != colon && authority.charAt(0) != '[';
    return bareIpv6 ? -1 : colon;
  }
}
