package io.meshtwin.twin.routing;

import java.util.List;

/**
 * Where a proxy takes connections, and what it does with them.
 *
 * @param name unique within the proxy, for example {@code reviews.bookinfo:9080} or {@code http}
 * @param binding what a client dials to get here
 * @param handler what happens to a connection
 * @param origin the Service or the Gateway's listener
 */
public record Listener(String name, Binding binding, Handler handler, Origin origin) {

  /** What a client dials to reach a listener. */
  public sealed interface Binding {
    /** The port dialed. */
    int port();

    /**
     * A Service's address and port, intercepted by the client's sidecar.
     *
     * @param service the Service port
     * @param addresses the Service's cluster IPs; empty where the mesh is only manifests
     * @param hostnames the names under which clients resolve it, longest first
     */
    record ToService(ServicePort service, List<String> addresses, List<String> hostnames)
        implements Binding {
      public ToService {
        addresses = List.copyOf(addresses);
        hostnames = List.copyOf(hostnames);
      }

      @Override
      public int port() {
        return service.port();
      }
    }

    /** A port of a Gateway, on all its addresses. */
    record ToGateway(int port) implements Binding {}
  }

  /** What happens to a connection. */
  public sealed interface Handler {
    /**
     * An HTTP connection manager.
     *
     * @param hosts the virtual hosts; the most specific domain that matches Host wins, as in Envoy:
     *     exact, then the longest {@code *.suffix}, then {@code *}
     */
    record Http(List<VirtualHost> hosts) implements Handler {
      public Http {
        hosts = List.copyOf(hosts);
      }
    }

    /** Bytes are passed on as they are: a Service port that is not known to be HTTP. */
    record Tcp(List<WeightedDestination> destinations) implements Handler {
      public Tcp {
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
}
