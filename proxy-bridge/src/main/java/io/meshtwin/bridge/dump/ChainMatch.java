package io.meshtwin.bridge.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code FilterChainMatch}.
 *
 * @param port the port that was dialed, 0 for any
 * @param destinations blocks of addresses, empty for all
 * @param names server names, lower case
 * @param transport {@code tls}, {@code raw_buffer}, or empty
 * @param protocols ALPN, or what the first bytes show
 * @param unread what is not modelled
 */
record ChainMatch(
    int port,
    List<String> destinations,
    List<String> names,
    String transport,
    List<String> protocols,
    List<String> unread) {
  private static final String TLS = "tls";
  private static final String RAW = "raw_buffer";

  static ChainMatch of(Entry match) {
    var blocks = new ArrayList<String>();
    for (Entry range : match.messages("prefix_ranges", "CidrRange")) {
      blocks.add(range.text("address_prefix") + "/" + range.number("prefix_len", 0));
    }
    int port = match.number("destination_port", 0);
    List<String> names =
        match.texts("server_names").stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    String transport = match.text("transport_protocol");
    List<String> protocols = match.texts("application_protocols");
    return new ChainMatch(port, blocks, names, transport, protocols, match.unread());
  }

  /** Whether it asks for TLS. */
  boolean tls() {
    return transport.equals(TLS) || !names.isEmpty();
  }

  /** Whether it asks for a connection without TLS. */
  boolean plain() {
    return transport.equals(RAW);
  }

  /** Whether it asks for HTTP of both versions without TLS, told by the first bytes. */
  boolean plainHttp() {
    return !tls() && protocols.contains("http/1.1") && protocols.contains("h2c");
  }
}
