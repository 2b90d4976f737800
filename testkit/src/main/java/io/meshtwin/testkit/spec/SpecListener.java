package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listener of a Gateway or of a ListenerSet.
 *
 * @param owner the object that it is written in
 * @param json the listener
 */
record SpecListener(JsonNode owner, JsonNode json) {
  String name() {
    return json.path("name").asText();
  }

  int port() {
    return json.path("port").asInt();
  }

  String protocol() {
    return json.path("protocol").asText();
  }

  /** Empty for every host. */
  String hostname() {
    return json.path("hostname").asText("");
  }

  /** "Routes: allowedRoutes.kinds"; without it, what the protocol carries. */
  boolean allowsKind(String kind) {
    List<String> carried =
        switch (protocol()) {
          case "HTTP", "HTTPS" -> List.of("HTTPRoute", "GRPCRoute");
          case "TLS" -> List.of("TLSRoute");
          case "TCP" -> List.of("TCPRoute");
          case "UDP" -> List.of("UDPRoute");
          default -> List.of();
        };
    JsonNode kinds = json.at("/allowedRoutes/kinds");
    if (!carried.contains(kind) || kinds.isEmpty()) {
      return carried.contains(kind);
    }
    for (JsonNode allowed : kinds) {
      if (allowed.path("kind").asText().equals(kind)) {
        return true;
      }
    }
    return false;
  }

  /** Listeners of different protocols on one port; what datagrams carry is another port. */
  boolean protocolConflict(SpecListener other) {
    return port() == other.port()
        && datagrams() == other.datagrams()
        && !group().equals(other.group());
  }

  boolean hostnameConflict(SpecListener other) {
    return port() == other.port()
        && group().equals(other.group())
        && hostname().equals(other.hostname());
  }

  private boolean datagrams() {
    return protocol().equals("UDP");
  }

  private String group() {
    return protocol().equals("HTTPS") ? "TLS" : protocol();
  }

  /** The most specific one that takes the host: "only one Listener serves a request". */
  static @Nullable SpecListener best(List<SpecListener> listeners, String host) {
    SpecListener best = null;
    for (SpecListener listener : listeners) {
      if (SpecHostnames.covers(listener.hostname(), host)
          && (best == null
              || SpecHostnames.rank(listener.hostname()) > SpecHostnames.rank(best.hostname()))) {
        best = listener;
      }
    }
    return best;
  }
}
