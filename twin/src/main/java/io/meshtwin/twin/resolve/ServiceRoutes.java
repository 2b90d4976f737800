package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.StreamRoute;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which routes act on a client's connections to a Service's port (GEP-1294).
 *
 * <p>Producer routes, of the Service's namespace, act on every client; consumer routes, of the
 * client's namespace, replace them for its clients. Among routes of different kinds one kind acts.
 */
final class ServiceRoutes {
  /** Kinds in the order in which they act (GEP-1294, route types). */
  private static final List<Predicate<Route>> SPECIFICITY =
      List.of(
          GrpcRoute.class::isInstance,
          HttpRoute.class::isInstance,
          route -> kind(route, "TLSRoute"),
          route -> kind(route, "TCPRoute"));

  private final MeshImage image;
  private final Dialect dialect;
  private final IstioRoutes istio;

  ServiceRoutes(MeshImage image, Dialect dialect) {
    this.image = image;
    this.dialect = dialect;
    this.istio = new IstioRoutes(image);
  }

  /**
   * The routes that act at a port.
   *
   * @param http HTTPRoutes and GRPCRoutes, to be merged
   * @param tls TLSRoutes, the first that fits serves
   * @param tcp the TCPRoute that serves, at most one
   * @param udp the UDPRoute that serves, at most one
   */
  record Acting(
      List<Route> http, List<StreamRoute> tls, List<StreamRoute> tcp, List<StreamRoute> udp) {
    boolean isEmpty() {
      return http.isEmpty() && tls.isEmpty() && tcp.isEmpty() && udp.isEmpty();
    }

    /** All of them. */
    List<Route> all() {
      return Stream.of(http, tls, tcp, udp).<Route>flatMap(List::stream).toList();
    }
  }

  Acting of(ClientScope client, Service service, Service.Port port) {
    if (dialect.mesh().protocolDecides()) {
      return istio.of(client, service, port, attached(service, port));
    }
    boolean datagrams = port.protocol().equals("UDP");
    List<Route> scope =
        scoped(client, service, attached(service, port)).stream()
            .filter(route -> kind(route, "UDPRoute") == datagrams)
            .toList();
    List<Route> routes = mostSpecificKind(scope);
    List<StreamRoute> tls = streams(routes, "TLSRoute").toList();
    return new Acting(
        routes.stream().filter(route -> !(route instanceof StreamRoute)).toList(),
        tls.stream().limit(1).toList(),
        streams(routes, "TCPRoute").limit(1).toList(),
        streams(routes, "UDPRoute").limit(1).toList());
  }

  /** Whether a route of a more specific kind, in the same scope, keeps a route from acting. */
  boolean conflicted(Route route, Service service, Service.Port port) {
    List<Route> scope =
        attached(service, port).stream()
            .filter(other -> other.key().namespace().equals(route.key().namespace()))
            .filter(other -> !kind(other, "UDPRoute"))
            .toList();
    return !dialect.mesh().protocolDecides()
        && !kind(route, "UDPRoute")
        && !mostSpecificKind(scope).contains(route);
  }

  /** The routes of every kind that attach to the port, oldest first. */
  List<Route> attached(Service service, Service.Port port) {
    return image
        .referrers(service.key(), Relation.ATTACHES)
        .map(key -> image.get(key, Route.class))
        .filter(Objects::nonNull)
        .filter(route -> route.parents().stream().anyMatch(ref -> names(ref, service.key(), port)))
        .sorted(OLDEST_FIRST)
        .toList();
  }

  /** Age, then name (conflicts, Gateway API guidelines). */
  static final Comparator<Route> OLDEST_FIRST =
      Comparator.<Route, Instant>comparing(
              route -> route.metadata().created(), Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(route -> route.key().qualifiedName());

  /** Whether a parentRef means the port of the Service. */
  boolean names(ParentRef ref, ResourceKey service, Service.Port port) {
    String section = dialect.mesh().sectionNames() ? ref.sectionName() : null;
    return ref.parent().equals(service)
        && (ref.port() == null || ref.port() == port.port())
        && (section == null || section.equals(port.name()));
  }

  static boolean kind(Route route, String kind) {
    return route.key().kind().equals(kind);
  }

  static Stream<StreamRoute> streams(List<? extends Route> routes, String kind) {
    return routes.stream()
        .filter(route -> kind(route, kind))
        .filter(StreamRoute.class::isInstance)
        .map(StreamRoute.class::cast);
  }

  /** Consumer routes where the client's namespace has any, otherwise the producer's. */
  private static List<Route> scoped(ClientScope client, Service service, List<Route> routes) {
    List<Route> consumer = of(client.namespace(), routes);
    return consumer.isEmpty() ? of(service.key().namespace(), routes) : consumer;
  }

  private static List<Route> of(String namespace, List<Route> routes) {
    return routes.stream().filter(r -> r.key().namespace().equals(namespace)).toList();
  }

  private static List<Route> mostSpecificKind(List<Route> routes) {
    return SPECIFICITY.stream()
        .map(kind -> routes.stream().filter(kind).toList())
        .filter(some -> !some.isEmpty())
        .findFirst()
        .orElse(routes);
  }
}
