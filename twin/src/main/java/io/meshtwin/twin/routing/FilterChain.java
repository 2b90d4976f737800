package io.meshtwin.twin.routing;

import io.meshtwin.twin.routing.access.AccessFilter;
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
 * @param access what a connection, or each request in it, passes before the handler is asked, in
 *     this order; at Istio's gateways only, empty elsewhere
 * @param handler what happens to them
 * @param origin the Gateway's listener, the route or the Service
 */
public record FilterChain(
    String name,
    List<String> destinations,
    Transport transport,
    List<AccessFilter> access,
    Handler handler,
    Origin origin) {
  public FilterChain {
    destinations = List.copyOf(destinations);
    access = List.copyOf(access);
  }

  /** Nothing is asked of who connects. */
  public FilterChain(
      String name, List<String> destinations, Transport transport, Handler handler, Origin origin) {
    this(name, destinations, transport, List.of(), handler, origin);
  }

  /** Whatever address the client dialed. */
  public FilterChain(String name, Transport transport, Handler handler, Origin origin) {
    this(name, List.of(), transport, handler, origin);
  }

  /** The same connections, handled otherwise. */
  public FilterChain with(Handler other) {
    return new FilterChain(name, destinations, transport, access, other, origin);
  }

  /** The same, behind other filters. */
  public FilterChain behind(List<AccessFilter> filters) {
    return new FilterChain(name, destinations, transport, filters, handler, origin);
  }
}
