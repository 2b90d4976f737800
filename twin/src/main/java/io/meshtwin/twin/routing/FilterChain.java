package io.meshtwin.twin.routing;

import java.util.List;

/**
 * What a listener does with the connections that show a certain transport (Envoy's {@code
 * FilterChain}).
 *
 * @param name unique within the listener; a Gateway's listener has its own name here
 * @param destinations the addresses that the client dialed, as IP addresses and blocks of them;
 *     empty for all. The longest prefix takes a connection before anything else is compared
 *     (Envoy's {@code FilterChainMatch.prefix_ranges})
 * @param transport which connections
 * @param handler what happens to them
 * @param origin the Gateway's listener, the route or the Service
 */
public record FilterChain(
    String name, List<String> destinations, Transport transport, Handler handler, Origin origin) {
  public FilterChain {
    destinations = List.copyOf(destinations);
  }

  /** Whatever address the client dialed. */
  public FilterChain(String name, Transport transport, Handler handler, Origin origin) {
    this(name, List.of(), transport, handler, origin);
  }
}
