package io.meshtwin.simulator.flow;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client wants to go on with on its HTTP/1.1 connection. */
final class Upgrade {
  /** The method that asks for a tunnel (RFC 9110, 9.3.6). */
  static final String CONNECT = "CONNECT";

  private static final String WEBSOCKET = "websocket";
  private static final String H2C = "h2c";

  private Upgrade() {}

  /**
   * The protocol in lower case; null where none is asked for. HTTP/2 is not: Envoy's codec takes
   * that request away and goes on with HTTP/1.1.
   */
  static @Nullable String of(Request request) {
    String protocol = request.headers().joined("upgrade");
    if (protocol == null || !names(request.headers().joined("connection"))) {
      return null;
    }
    String asked = protocol.toLowerCase(Locale.ROOT);
    return asked.equals(H2C) ? null : asked;
  }

  /** Whether our bridge's Envoy goes along: it answers anything else with 403. */
  static boolean isWebSocket(String protocol) {
    return protocol.equals(WEBSOCKET);
  }

  /** Whether the client asks for a tunnel, its Host being the target. */
  static boolean isConnect(Request request) {
    return request.method().equals(CONNECT);
  }

  private static boolean names(@Nullable String connection) {
    return connection != null
        && Arrays.stream(connection.split(",", -1))
            .anyMatch(token -> token.strip().equalsIgnoreCase("upgrade"));
  }
}
