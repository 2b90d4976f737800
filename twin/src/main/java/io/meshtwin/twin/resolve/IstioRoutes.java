package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.StreamRoute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which routes act at a Service's port in Istio. istiod turns routes into VirtualServices: HTTP and
 * GRPC routes of one namespace, and of one {@code parentRef.port} or of none, are merged into one
 * ({@code mergeHTTPRoutes}); of those that have a rule for the port the first serves, those of the
 * client's namespace before all others, else by age and name ({@code VirtualServicesForGateway},
 * {@code configCompareByCreationTime}).
 */
final class IstioRoutes {
  private final IstioRefusals refusals;

  IstioRoutes(MeshImage image) {
    this.refusals = new IstioRefusals(image);
  }

  /** Routes that istiod merges into one VirtualService. */
  record Group(String namespace, String name, List<Route> routes) {
    Instant created() {
      return routes.stream().map(IstioRoutes::created).min(Comparator.naturalOrder()).orElseThrow();
    }
  }

  /**
   * The routes that act at the port.
   *
   * @param attached those that attach to it, oldest first
   */
  ServiceRoutes.Acting of(
      ClientScope client, Service service, Service.Port port, List<Route> attached) {
    Protocols.Said said = Protocols.said(port);
    List<Route> whole = attached.stream().filter(route -> !refusals.refuses(route, true)).toList();
    return switch (said) {
      case HTTP, HTTP2 -> acting(http(client, service, port, whole), List.of(), List.of());
      case NOTHING ->
          acting(http(client, service, port, whole), List.of(), first(client, whole, "TCPRoute"));
      case TCP -> acting(List.of(), List.of(), first(client, whole, "TCPRoute"));
      case TLS -> acting(List.of(), streams(client, whole, "TLSRoute").toList(), List.of());
      case UDP -> acting(List.of(), List.of(), List.of());
    };
  }

  private static ServiceRoutes.Acting acting(
      List<Route> http, List<StreamRoute> tls, List<StreamRoute> tcp) {
    return new ServiceRoutes.Acting(http, tls, tcp, List.of());
  }

  /** What istiod makes of the routes at a port that somebody says carries this. */
  List<Group> groups(Service service, Service.Port port, List<Route> attached, String... streams) {
    List<Route> whole = attached.stream().filter(route -> !refusals.refuses(route, true)).toList();
    var result = new ArrayList<>(groups(service, port, whole));
    for (String kind : streams) {
      ServiceRoutes.streams(whole, kind)
          .map(
              route -> new Group(route.key().namespace(), route.key().name() + "~", List.of(route)))
          .forEach(result::add);
    }
    return result;
  }

  /** Of several groups the first serves alone. */
  private static List<Route> http(
      ClientScope client, Service service, Service.Port port, List<Route> attached) {
    Comparator<Group> own =
        Comparator.comparing(group -> !group.namespace().equals(client.namespace()));
    return groups(service, port, attached).stream()
        .filter(group ->
            group.namespace().equals(client.namespace())
                || group.namespace().equals(service.key().namespace()))
        .min(
            own.thenComparing(Group::created)
                .thenComparing(Group::name)
                .thenComparing(Group::namespace))
        .map(Group::routes)
        .orElse(List.of());
  }

  private static List<Group> groups(Service service, Service.Port port, List<Route> attached) {
    Map<String, Group> groups = new TreeMap<>();
    for (Route route : attached) {
      if (route instanceof StreamRoute) {
        continue;
      }
      for (ParentRef ref : route.parents()) {
        if (ref.parent().equals(service.key())
            && (ref.port() == null || ref.port() == port.port())) {
          String namespace = route.key().namespace();
          String section = ref.port() == null ? "" : "~" + ref.port();
          String name = namespace + section + "~" + ClusterDns.names(service.key()).getFirst();
          groups
              .computeIfAbsent(name, key -> new Group(namespace, key, new ArrayList<>()))
              .routes()
              .add(route);
        }
      }
    }
    return List.copyOf(groups.values());
  }

  private static List<StreamRoute> first(ClientScope client, List<Route> attached, String kind) {
    return streams(client, attached, kind).limit(1).toList();
  }

  /** TCP and TLS routes are not merged: one VirtualService each, of every namespace. */
  private static Stream<StreamRoute> streams(
      ClientScope client, List<Route> attached, String kind) {
    Comparator<StreamRoute> own =
        Comparator.comparing(route -> !route.key().namespace().equals(client.namespace()));
    return ServiceRoutes.streams(attached, kind)
        .sorted(
            own.thenComparing(IstioRoutes::created)
                .thenComparing(route -> route.key().name() + "~")
                .thenComparing(route -> route.key().namespace()));
  }

  private static Instant created(Route route) {
    Instant created = route.metadata().created();
    return created == null ? Instant.MIN : created;
  }
}
