package io.meshtwin.twin.routing;

import java.util.List;

/**
 * What a connection shows before any byte of its content is read. The names of TLS chains are lower
 * case: exact, {@code *.suffix}, or {@code *} for every name and for none; the most specific takes
 * the connection (Envoy's {@code FilterChainMatch.server_names}).
 */
public sealed interface Transport {
  /** Every connection, whatever it carries. */
  Transport ANY = new Any();

  /** Every connection, whatever it carries. */
  record Any() implements Transport {}

  /**
   * HTTP/1 or HTTP/2 without TLS, told by the first bytes (Envoy's {@code http_inspector}): where a
   * port does not say what it carries and the proxy looks. Other connections fall to {@link Any}.
   */
  record PlainHttp() implements Transport {}

  /**
   * TLS that is passed on as it is.
   *
   * @param serverNames names that the client may ask for (SNI); never empty
   * @param protocols of which the client must say one (ALPN); empty for whatever it says
   */
  record Passthrough(List<String> serverNames, List<String> protocols) implements Transport {
    public Passthrough {
      serverNames = List.copyOf(serverNames);
      protocols = List.copyOf(protocols);
    }

    /** Whatever the client says that it speaks. */
    public Passthrough(List<String> serverNames) {
      this(serverNames, List.of());
    }
  }

  /**
   * TLS that ends here.
   *
   * @param serverNames names that the client may ask for (SNI); never empty
   * @param tls the proxy's side of the handshake
   */
  record Terminated(List<String> serverNames, ServerTls tls) implements Transport {
    public Terminated {
      serverNames = List.copyOf(serverNames);
    }
  }
}
