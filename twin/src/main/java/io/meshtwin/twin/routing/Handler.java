package io.meshtwin.twin.routing;

import java.util.List;

/** What happens to a connection, or to datagrams. */
public sealed interface Handler {
  /**
   * An HTTP connection manager.
   *
   * @param hosts the virtual hosts; the most specific domain that matches Host wins, as in Envoy:
   *     exact, then the longest {@code *.suffix}, then the longest {@code prefix.*}, then {@code
   *     *}; perhaps {@link VirtualHosts}, which are kept as they are
   * @param reading how requests are read
   */
  record Http(List<VirtualHost> hosts, HttpReading reading) implements Handler {
    public Http {
      hosts = hosts instanceof VirtualHosts ? hosts : List.copyOf(hosts);
    }

    /** Requests are read as the mesh's own proxies do. */
    public Http(List<VirtualHost> hosts) {
      this(hosts, HttpReading.USUAL);
    }
  }

  /**
   * Bytes are passed on as they are.
   *
   * @param destinations by weight; empty: the connection is closed
   */
  record Tcp(List<WeightedDestination> destinations) implements Handler {
    public Tcp {
      destinations = List.copyOf(destinations);
    }
  }

  /**
   * Datagrams are passed on as they are.
   *
   * @param destinations by weight; empty: they are dropped
   */
  record Udp(List<WeightedDestination> destinations) implements Handler {
    public Udp {
      destinations = List.copyOf(destinations);
    }
  }

  /** The answer is not known, and the reason says what is not modelled. */
  record Unmodelled(List<Caveat> caveats) implements Handler {
    public Unmodelled {
      caveats = List.copyOf(caveats);
    }
  }
}
