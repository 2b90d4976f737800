package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.resource.IstioProtocol;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A listener as it grows service by service ({@code outboundListenerEntry}).
 *
 * <p>Where HTTP meets other bytes on one address and port, the proxy begins to look; chains of
 * connections that differ in name or destination stand beside one another, and of equal ones the
 * first stays.
 */
final class OutboundEntry {
  private final String bind;
  private final int port;
  private final boolean onItsOwn;
  private final List<Chain> chains = new ArrayList<>();
  private IstioProtocol protocol;
  private boolean locked;

  /**
   * A filter chain ({@code filterChainOpts}).
   *
   * @param serverNames names that TLS clients ask for; empty or {@code *} for all
   * @param destinations blocks of addresses; empty for all
   * @param plainHttp whether it takes only what looks like HTTP
   * @param handler what happens
   * @param service what it is for
   */
  record Chain(
      List<String> serverNames,
      List<String> destinations,
      boolean plainHttp,
      Handler handler,
      MeshService service) {
    /** {@code isMatchAll}. */
    boolean takesAll() {
      return named().isEmpty() && destinations.isEmpty() && !plainHttp;
    }

    /** The names, none where all are meant. */
    List<String> named() {
      return serverNames.contains("*") ? List.of() : serverNames;
    }

    /** {@code conflictsWith}. */
    boolean sameAs(Chain other) {
      return plainHttp == other.plainHttp
          && names().equals(other.names())
          && new HashSet<>(destinations).equals(new HashSet<>(other.destinations));
    }

    private Set<String> names() {
      Set<String> names = new HashSet<>(serverNames);
      names.remove("*");
      return names;
    }
  }

  /**
   * @param bind an address, or {@link OutboundListeners#EVERY}
   * @param onItsOwn whether clients dial the listener itself, not something that is redirected
   */
  OutboundEntry(
      String bind, int port, boolean onItsOwn, IstioProtocol protocol, List<Chain> chains) {
    this.bind = bind;
    this.port = port;
    this.onItsOwn = onItsOwn;
    this.protocol = protocol;
    this.chains.addAll(chains);
  }

  String bind() {
    return bind;
  }

  int port() {
    return port;
  }

  boolean onItsOwn() {
    return onItsOwn;
  }

  IstioProtocol protocol() {
    return protocol;
  }

  List<Chain> chains() {
    return List.copyOf(chains);
  }

  /** Nothing more is added: a Sidecar's entry has the port for itself. */
  void lock() {
    locked = true;
  }

  boolean isLocked() {
    return locked;
  }

  /** {@code mergeTCPFilterChains}. */
  void merge(List<Chain> incoming, boolean looks) {
    for (Chain chain : incoming) {
      if (chains.stream().noneMatch(chain::sameAs)) {
        chains.add(chain);
      }
    }
    if (looks) {
      protocol = IstioProtocol.UNSUPPORTED;
    }
  }

  /** Something else stands here from now on. */
  void replace(IstioProtocol other, List<Chain> instead) {
    protocol = other;
    chains.clear();
    chains.addAll(instead);
  }

  Origin origin() {
    return chains.getFirst().service().origin();
  }
}
