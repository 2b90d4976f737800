package io.meshtwin.bridge.xds;

import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a mesh's listeners and endpoints are on the network that the proxies run on. Answers must
 * not change while a bridge is open, except that new listeners and endpoints get addresses.
 */
public interface Addresses {
  /**
   * Where a proxy takes the connections of a listener.
   *
   * @param addresses the first is the listener's own, the others are further ones; empty when this
   *     proxy cannot take these connections, and then it gets no such listener
   * @param bindToPort whether the proxy opens the port itself; false when connections are handed
   *     over by the {@linkplain Addresses#intercept listener that intercepts}
   */
  record Bind(List<Address> addresses, boolean bindToPort) {
    public Bind {
      addresses = List.copyOf(addresses);
    }

    /** A port that the proxy opens itself. */
    public static Bind open(String ip, int port) {
      return new Bind(List.of(new Address(ip, port)), true);
    }
  }

  /** Whether two sidecars of one namespace may get different answers. */
  default boolean differByProxy() {
    return true;
  }

  /**
   * Whether endpoints are reached through their own proxies, which end the mesh's mutual TLS;
   * otherwise it is the workloads that are reached, and they are spoken to in plain text.
   */
  default boolean throughProxies() {
    return true;
  }

  /**
   * Where a sidecar takes all that comes to its workload, whatever the port.
   *
   * @param at where it listens
   * @param original how it learns what was dialed
   * @param source the address from which it reaches the workload, so that iptables does not send it
   *     back; empty for any
   */
  record Entrance(Address at, Original original, String source) {}

  /** How a proxy learns the address that was dialed. */
  enum Original {
    /** Connections are redirected by iptables; the kernel knows ({@code SO_ORIGINAL_DST}). */
    REDIRECTED,
    /** Whoever hands connections over writes it in front of them. */
    PROXY_PROTOCOL
  }

  /**
   * Where a sidecar takes what comes to its workload; empty where nothing is redirected to it, and
   * then it does not.
   */
  default Optional<Entrance> entrance(ProxyId proxy) {
    return Optional.empty();
  }

  /** Where a proxy takes the connections of a listener. */
  Bind listen(ProxyId proxy, Listener listener);

  /** Where a proxy reaches an endpoint; empty when it has no address, and then it is left out. */
  Optional<Address> reach(ProxyId proxy, Cluster cluster, Endpoint endpoint);

  /**
   * Where a proxy finds what is meant to go to the address that the client chose, where connections
   * are not redirected and so do not have it.
   *
   * @param service the host that claims it, null for none
   * @return empty where the connection itself says the address
   */
  default Optional<Address> original(ProxyId proxy, @Nullable ServicePort service) {
    return Optional.empty();
  }

  /**
   * Where a sidecar takes all that its workload sends, redirected with its original destination.
   * What no listener claims leaves as dialed. Empty where nothing is redirected.
   */
  default Optional<Address> intercept(ProxyId proxy) {
    return Optional.empty();
  }
}
