package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.StreamRoute;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which routes act on a client's connections to a Service's port (GEP-1294).
 *
 * <p>Producer routes, of the Service's namespace, act on every client; consumer routes, of the
 * client's namespace, replace them for its clients. Among routes of different kinds one kind acts.
 */
final class ServiceRoutes {
  private final MeshImage image;
  private final Dialect dialect;
  private final IstioRoutes istio;
  private final Map<At, PortRoutes> ports = new ConcurrentHashMap<>();

  private record At(ResourceKey service, Service.Port port) {}

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
    PortRoutes there = at(service, port);
    if (dialect.mesh().protocolDecides()) {
      return istio.of(client, service, port, there.attached());
    }
    List<Route> consumer = there.acting(client.namespace());
    List<Route> routes = consumer.isEmpty() ? there.acting(service.key().namespace()) : consumer;
    List<StreamRoute> tls = streams(routes, "TLSRoute").toList();
    return new Acting(
        routes.stream().filter(route -> !(route instanceof StreamRoute)).toList(),
        tls.stream().limit(1).toList(),
        streams(routes, "TCPRoute").limit(1).toList(),
        streams(routes, "UDPRoute").limit(1).toList());
  }

  /**
   * The route of a more specific kind, in the same scope, that keeps a route from acting; null for
   * none, and in Istio, where the port's protocol decides.
   */
  @Nullable Route rival(Route route, Service service, Service.Port port) {
    return dialect.mesh().protocolDecides() ? null : at(service, port).rival(route);
  }

  /** The routes that attach to the port, compared once. */
  PortRoutes at(Service service, Service.Port port) {
    return ports.computeIfAbsent(
        new At(service.key(), port),
        _ -> new PortRoutes(port.protocol().equals("UDP"), attached(service, port)));
  }

  private List<Route> attached(Service service, Service.Port port) {
    return image
        .referrers(service.key(), Relation.ATTACHES)
        .map(key -> image.get(key, Route.class))
        .filter(Objects::nonNull)
        .filter(route -> route.parents().stream().anyMatch(ref -> names(ref, service.key(), port)))
        .sorted(Age.OLDEST_FIRST)
        .toList();
  }

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
}
