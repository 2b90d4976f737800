package io.meshtwin.app.cli;

import java.net.InetSocketAddress;

/** Reads {@code host:port}. */
final class Addresses {
  private static final int LARGEST_PORT = 65_535;

  private Addresses() {}

  /**
   * The address that an option gives.
   *
   * @throws CommandException when it is none, or the name is not known
   */
  static InetSocketAddress parse(String option, String text) {
    InetSocketAddress named = unresolved(option, text);
    var address = new InetSocketAddress(named.getHostString(), named.getPort());
    if (address.isUnresolved()) {
      throw new CommandException("%s %s: no such host".formatted(option, text));
    }
    return address;
  }

  /** The address that an option gives, its name left as it is. */
  static InetSocketAddress unresolved(String option, String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[|]$", "");
    String digits = text.substring(colon + 1);
    if (host.isEmpty() || !digits.matches("\\d{1,5}") || Integer.parseInt(digits) > LARGEST_PORT) {
      throw new CommandException(
          "%s %s is no address; write it as host:port, for example 127.0.0.1:7470"
              .formatted(option, text));
    }
    return InetSocketAddress.createUnresolved(host, Integer.parseInt(digits));
  }
}
