package io.meshtwin.twin.routing;

/**
 * What a listener does with the connections that show a certain transport (Envoy's {@code
 * FilterChain}).
 *
 * @param name unique within the listener; a Gateway's listener has its own name here
 * @param transport which connections
 * @param handler what happens to them
 * @param origin the Gateway's listener, the route or the Service
 */
public record FilterChain(String name, Transport transport, Handler handler, Origin origin) {}
