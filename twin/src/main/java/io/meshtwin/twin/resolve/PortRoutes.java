package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.Route;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The routes at one Service port by scope, and which of them act (GEP-1294). The scope goes before
 * the kind: routes of one namespace are compared with each other only, so that a consumer's
 * GRPCRoute never keeps the producer's HTTPRoute from other clients.
 */
final class PortRoutes {
  /**
   * Kinds in the order in which they act (GEP-1294, route types); a UDPRoute has none beside it.
   */
  private static final List<String> SPECIFICITY =
      List.of("GRPCRoute", "HTTPRoute", "TLSRoute", "TCPRoute", "UDPRoute");

  private final boolean datagrams;
  private final List<Route> attached;
  private final Map<String, List<Route>> acting = new TreeMap<>();

  /**
   * The routes of a port.
   *
   * @param datagrams whether the port takes datagrams: they are UDPRoutes' alone
   * @param attached the routes of every kind that attach to it, oldest first
   */
  PortRoutes(boolean datagrams, List<Route> attached) {
    this.datagrams = datagrams;
    this.attached = List.copyOf(attached);
    Map<String, List<Route>> scopes = new TreeMap<>();
    attached.stream()
        .filter(this::carries)
        .forEach(route ->
            scopes.computeIfAbsent(route.key().namespace(), _ -> new ArrayList<>()).add(route));
    scopes.forEach((namespace, routes) -> acting.put(namespace, mostSpecificKind(routes)));
  }

  /** The routes of every kind that attach to the port, oldest first. */
  List<Route> attached() {
    return attached;
  }

  /** Whether the port's protocol is one that the route is for. */
  boolean carries(Route route) {
    return datagrams == route.key().kind().equals("UDPRoute");
  }

  /** The routes of a namespace that act, oldest first; empty where it has none. */
  List<Route> acting(String namespace) {
    return acting.getOrDefault(namespace, List.of());
  }

  /** The namespaces that have routes that act. */
  Set<String> namespaces() {
    return Collections.unmodifiableSet(acting.keySet());
  }

  /** The routes that act, of every scope, oldest first; none is empty. */
  Stream<List<Route>> scopes() {
    return acting.values().stream();
  }

  /** What acts in its own scope in a route's stead, the oldest; null when the route itself does. */
  @Nullable Route rival(Route route) {
    List<Route> there = acting(route.key().namespace());
    boolean acts = there.isEmpty() || there.getFirst().key().kind().equals(route.key().kind());
    return acts || !carries(route) ? null : there.getFirst();
  }

  private static List<Route> mostSpecificKind(List<Route> routes) {
    return SPECIFICITY.stream()
        .map(kind -> routes.stream().filter(r -> r.key().kind().equals(kind)).toList())
        .filter(some -> !some.isEmpty())
        .findFirst()
        .orElse(routes);
  }
}
