package io.meshtwin.twin.resource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the CRDs of Gateway and ListenerSet demand of a list of listeners (the CEL rules of {@code
 * spec.listeners}).
 */
final class ListenerRules {
  private static final int MOST = 64;
  private static final Set<String> PLAIN = Set.of("HTTP", "TCP", "UDP");
  private static final Set<String> WITHOUT_HOSTNAME = Set.of("TCP", "UDP");

  private record Place(int port, String protocol, @Nullable String hostname) {}

  private ListenerRules() {}

  /** Reports what is refused, at the listener that is at fault. */
  static void check(List<GatewayListener> listeners, Fields spec) {
    if (!spec.has("listeners") || listeners.isEmpty()) {
      spec.invalid("listeners", "must have at least one entry");
    }
    if (listeners.size() > MOST) {
      spec.invalid("listeners", "must have at most " + MOST + " entries");
    }
    var names = new HashSet<String>();
    var places = new HashSet<Place>();
    for (int i = 0; i < listeners.size(); i++) {
      GatewayListener listener = listeners.get(i);
      String at = "listeners[" + i + "]";
      single(listener, at, spec);
      if (!names.add(listener.name())) {
        spec.invalid(at + ".name", "must be unique, found \"" + listener.name() + "\" again");
      }
      var place = new Place(listener.port(), listener.protocol(), listener.hostname());
      if (listener.port() > 0 && !places.add(place)) {
        spec.invalid(at, "must have a combination of port, protocol and hostname of its own");
      }
    }
  }

  private static void single(GatewayListener listener, String at, Fields spec) {
    String protocol = listener.protocol();
    ListenerTls tls = listener.tls();
    if (PLAIN.contains(protocol) && tls != null) {
      spec.invalid(at + ".tls", "must not be given with protocol " + protocol);
    }
    if (protocol.equals("HTTPS") && tls != null && tls.passthrough()) {
      spec.invalid(at + ".tls.mode", "must be Terminate with protocol HTTPS");
    }
    if (protocol.equals("TLS") && tls == null) {
      spec.invalid(at + ".tls", "is required with protocol TLS");
    }
    String hostname = listener.hostname();
    if (WITHOUT_HOSTNAME.contains(protocol) && hostname != null && !hostname.isEmpty()) {
      spec.invalid(at + ".hostname", "must not be given with protocol " + protocol);
    }
  }
}
