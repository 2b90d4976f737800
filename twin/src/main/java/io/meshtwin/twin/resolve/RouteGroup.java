package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resolve.virtualservice.Bound;
import io.meshtwin.twin.resolve.virtualservice.Destinations;
import io.meshtwin.twin.resolve.virtualservice.Leads;
import io.meshtwin.twin.resolve.virtualservice.Place;
import io.meshtwin.twin.resolve.virtualservice.RoutePolicies;
import io.meshtwin.twin.resolve.virtualservice.StreamChain;
import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.resource.StreamRoute;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.RouteRule;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The VirtualService that istiod makes of routes of the Gateway API for one Service.
 *
 * @param group the routes
 * @param host the Service's name
 */
record RouteGroup(
    IstioRoutes.Group group,
    String host,
    HttpRules rules,
    StreamRules streams,
    Destinations destinations)
    implements Bound {
  private static final int UNAVAILABLE = 503;
  private static final int INTERNAL_ERROR = 500;

  @Override
  public String namespace() {
    return group.namespace();
  }

  @Override
  public String name() {
    return group.name();
  }

  @Override
  public @Nullable Instant created() {
    return group.created();
  }

  @Override
  public List<String> hosts() {
    return List.of(host);
  }

  @Override
  public ExportTo exportTo() {
    return new ExportTo(List.of());
  }

  @Override
  public boolean ofRoutes() {
    return true;
  }

  @Override
  public void addLeads(String client, Leads leads) {
    group.routes().stream()
        .flatMap(route -> route.backends().stream())
        .filter(ref -> ref.backend().group().isEmpty() && ref.backend().kind().equals("Service"))
        .forEach(ref -> leads.add(ClusterDns.names(ref.backend()).getFirst(), ref.port()));
  }

  @Override
  public Stream<String> leadsTo() {
    return group.routes().stream()
        .flatMap(route -> route.backends().stream())
        .map(ref -> ClusterDns.names(ref.backend()).getFirst());
  }

  /** Clients of its own namespace ask it before others. */
  @Override
  public Stream<String> namespaces() {
    return Stream.of(group.namespace());
  }

  @Override
  public List<RouteRule> http(Place place) {
    return new RoutePolicies(destinations, place.view(), INTERNAL_ERROR)
        .of(
            rules.merged(
                group.routes().stream()
                    .filter(route -> !(route instanceof StreamRoute))
                    .map(route -> new HttpRules.Acting(route, 0, true))));
  }

  @Override
  public List<StreamChain> streams(Place place, boolean tls) {
    return group.routes().stream()
        .filter(route -> ServiceRoutes.kind(route, tls ? "TLSRoute" : "TCPRoute"))
        .map(StreamRoute.class::cast)
        .map(route -> chain(place, route))
        .toList();
  }

  private StreamChain chain(Place place, StreamRoute route) {
    List<String> names = route.hostnames().stream().map(Hostnames::normal).distinct().toList();
    var origin = new Origin(route.key(), "spec.rules", route.metadata().source("spec.rules"));
    Handler handler = streams.of(route, true);
    if (handler instanceof Handler.Tcp tcp) {
      handler = new RoutePolicies(destinations, place.view(), UNAVAILABLE).of(tcp);
    }
    return switch (handler) {
      case Handler.Tcp tcp ->
          new StreamChain(names, List.of(), tcp.destinations(), List.of(), origin);
      case Handler.Udp udp ->
          new StreamChain(names, List.of(), udp.destinations(), List.of(), origin);
      case Handler.Http _ -> new StreamChain(names, List.of(), List.of(), List.of(), origin);
      case Handler.Unmodelled unmodelled ->
          new StreamChain(names, List.of(), List.of(), unmodelled.caveats(), origin);
    };
  }
}
