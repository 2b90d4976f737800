package io.meshtwin.twin.routing;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a proxy takes connections or datagrams, and what it does with them.
 *
 * @param name unique within the proxy, for example {@code reviews.bookinfo:9080} or {@code http}
 * @param binding what a client dials to get here
 * @param chains what is done, by what the connection shows first: the chain whose {@link Transport}
 *     fits best takes it, as in Envoy; without one the connection is closed
 * @param origin the Service or the Gateway's listener
 */
public record Listener(String name, Binding binding, List<FilterChain> chains, Origin origin) {
  public Listener {
    chains = List.copyOf(chains);
  }

  /** A listener that does one thing with every connection. */
  public Listener(String name, Binding binding, Handler handler, Origin origin) {
    this(name, binding, List.of(new FilterChain(name, Transport.ANY, handler, origin)), origin);
  }

  /** The same with other chains. */
  public Listener with(List<FilterChain> others) {
    return new Listener(name, binding, others, origin);
  }

  /** The same doing one thing with every connection. */
  public Listener with(Handler handler) {
    return new Listener(name, binding, handler, origin);
  }

  /** Whether it takes datagrams: then the same port may have another listener for connections. */
  public boolean datagrams() {
    return chains.stream().anyMatch(chain -> chain.handler() instanceof Handler.Udp);
  }

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

    /**
     * A port on every address that no other listener has, intercepted by the client's sidecar
     * (Istio's {@code 0.0.0.0_<port>}).
     */
    record ToPort(int port) implements Binding {}

    /**
     * Whatever no other listener takes, intercepted by the client's sidecar (Istio's {@code
     * virtualOutbound}). The port is the one that interception redirects to.
     */
    record ToAnything(int port) implements Binding {}

    /**
     * A port of a Gateway, on all its addresses.
     *
     * @param port what the proxy listens on
     * @param dialed ports of Services that lead here; without any the port itself is dialed
     */
    record ToGateway(int port, SortedSet<Integer> dialed) implements Binding {
      public ToGateway {
        dialed = Collections.unmodifiableSortedSet(new TreeSet<>(dialed));
      }

      /** A port that is dialed as it is. */
      public ToGateway(int port) {
        this(port, Collections.emptySortedSet());
      }

      /** What a client outside dials: the first Service's port, or the port itself. */
      public int outside() {
        return dialed.isEmpty() || dialed.contains(port) ? port : dialed.first();
      }
    }
  }
}
