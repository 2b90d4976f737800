package io.meshtwin.twin.routing;

import io.meshtwin.twin.routing.access.AccessFilter;
import java.util.List;

/**
 * What a workload's proxy does with connections to one of the workload's ports (istiod's {@code
 * listener_inbound.go}).
 *
 * @param mode what PeerAuthentication asks of connections to the port
 * @param chains by what a connection shows first; the chain that fits best takes it, as in Envoy,
 *     and without one it is closed
 * @param reading how requests are read
 * @param caveats what decides what the port takes and is not modelled; empty almost always
 * @param origin the PeerAuthentication that set the mode, or the workload where none did
 */
public record Inbound(
    Mode mode, List<Chain> chains, HttpReading reading, List<Caveat> caveats, Origin origin) {
  public Inbound {
    chains = List.copyOf(chains);
    caveats = List.copyOf(caveats);
  }

  /** Requests are read as the mesh's own proxies do. */
  public Inbound(Mode mode, List<Chain> chains, List<Caveat> caveats, Origin origin) {
    this(mode, chains, HttpReading.USUAL, caveats, origin);
  }

  /** Which connections a port takes. */
  public enum Mode {
    /** Only mutual TLS of the mesh. */
    STRICT,
    /** Plain text, and mutual TLS of the mesh. */
    PERMISSIVE,
    /** Plain text; TLS is not ended. */
    DISABLE
  }

  /**
   * A filter chain.
   *
   * @param name unique within the port
   * @param tls whether it takes connections that open TLS; otherwise those that do not
   * @param protocols what the connection must say that it speaks: ALPN, or what its first bytes
   *     show; empty for everything that no other chain names
   * @param mutual whether it ends mutual TLS, which needs a certificate of the mesh
   * @param http whether requests are read; otherwise bytes are passed on
   * @param filters in the order in which they are asked
   */
  public record Chain(
      String name,
      boolean tls,
      List<String> protocols,
      boolean mutual,
      boolean http,
      List<AccessFilter> filters) {
    public Chain {
      protocols = List.copyOf(protocols);
      filters = List.copyOf(filters);
    }
  }

  /** Whether the proxy looks for TLS: otherwise TLS is bytes like any (Envoy's TLS inspector). */
  public boolean inspectsTls() {
    for (Chain chain : chains) {
      if (chain.tls()) {
        return true;
      }
    }
    return false;
  }
}
