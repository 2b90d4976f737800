package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.sidecar.EgressListener;
import io.meshtwin.twin.resolve.sidecar.HostEndpoints;
import io.meshtwin.twin.resolve.sidecar.HostRules;
import io.meshtwin.twin.resolve.sidecar.MeshService;
import io.meshtwin.twin.resolve.virtualservice.Bound;
import io.meshtwin.twin.resolve.virtualservice.Destinations;
import io.meshtwin.twin.resolve.virtualservice.Leads;
import io.meshtwin.twin.resolve.virtualservice.MeshVirtualServices;
import io.meshtwin.twin.resolve.virtualservice.StreamChain;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.WeightedDestination;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Gateway API routes say of the hosts that a client's sidecar knows. Each stands for the
 * VirtualService that istiod makes of it, which acts on Services alone ({@code
 * UseGatewaySemantics}).
 */
final class IstioHostRules implements HostRules {

  private final MeshImage image;
  private final ServiceRoutes routes;
  private final HttpRules rules;
  private final StreamRules streams;
  private final ServiceCaveats caveats;
  private final HostEndpoints endpoints;
  private final MeshVirtualServices virtualServices;
  private final IstioRoutes istio;
  private volatile @Nullable List<Bound> allRoutes;

  IstioHostRules(
      MeshImage image,
      ServiceListeners listeners,
      HttpRules rules,
      HostEndpoints endpoints,
      MeshVirtualServices virtualServices) {
    this.virtualServices = virtualServices;
    this.istio = new IstioRoutes(image);
    this.image = image;
    this.routes = listeners.routes();
    this.rules = rules;
    this.streams = listeners.streams();
    this.caveats = listeners.caveats();
    this.endpoints = endpoints;
  }

  @Override
  public List<Claim> http(View view, int port, Wanted wanted) {
    var claims = new ArrayList<Claim>();
    var readable = new TreeMap<String, MeshService>();
    Map<String, List<Bound>> routed = new HashMap<>();
    for (MeshService service : services(wanted)) {
      MeshService.Port own = service.port(port);
      if (own == null || !own.mayBeHttp()) {
        continue;
      }
      List<Caveat> unknown = unknown(view, service, port);
      if (unknown.isEmpty()) {
        readable.put(service.host(), service);
        routed.put(service.host(), routes(service, port));
      } else {
        claims.add(new Claim(List.of(), List.of(service), List.of(unknown(service, unknown))));
      }
    }
    var seen = new SidecarView(view, endpoints);
    claims.addAll(
        new VirtualHostClaims(virtualServices, seen, port, readable, routed, wanted).all());
    return claims;
  }

  /** Those that are wanted, and those that VirtualServices name beside a name that is wanted. */
  private Collection<MeshService> services(Wanted wanted) {
    Set<String> domains = wanted.domains();
    if (domains == null) {
      return wanted.services().values();
    }
    var services = new TreeMap<>(wanted.services());
    for (Bound bound : virtualServices.near(domains, wanted.services().keySet())) {
      bound.hosts().stream()
          .flatMap(host -> java.util.stream.Stream.ofNullable(wanted.all().get(host)))
          .forEach(service -> services.put(service.host(), service));
    }
    return services.values();
  }

  /**
   * A VirtualService that claims a service acts at the service's port, at port 80 it does anyway:
   * for one that covers many hosts and has others besides, all of them would have to be looked at.
   */
  @Override
  public boolean tellsApart(int port) {
    return port == VirtualHostClaims.HTTP || !virtualServices.coversBesides();
  }

  private List<Caveat> unknown(View view, MeshService service, int port) {
    Service found = kubernetes(service);
    Service.Port dialed = found == null ? null : found.port(port).orElse(null);
    return found == null || dialed == null
        ? caveats.of(view.client(), service)
        : caveats.of(view.client(), found, dialed, routes.of(view.client(), found, dialed));
  }

  /** What istiod makes of routes that attach to a Service's port. */
  private List<Bound> routes(MeshService service, int port, String... streamKinds) {
    Service found = kubernetes(service);
    Service.Port dialed = found == null ? null : found.port(port).orElse(null);
    return found == null || dialed == null
        ? List.of()
        : routes(found, dialed, service.host(), streamKinds).toList();
  }

  /** What istiod makes of HTTP routes that attach to a service's port. */
  java.util.stream.Stream<Bound> routed(MeshService service, int port) {
    return routes(service, port).stream();
  }

  private java.util.stream.Stream<Bound> routes(
      Service service, Service.Port port, String host, String... streamKinds) {
    List<Route> attached = routes.at(service, port).attached();
    return istio.groups(service, port, attached, streamKinds).stream()
        .map(group -> new RouteGroup(group, host, rules, streams, virtualServices.destinations()));
  }

  @Override
  public Leads leads(String namespace, EgressListener listener) {
    var leads = new Leads();
    var seen = new ImportedBy(namespace, listener);
    virtualServices.ordered(seen, allRoutes()).forEach(bound -> bound.addLeads(namespace, leads));
    return leads;
  }

  /** What istiod makes of all routes at Services, worked out once. */
  private List<Bound> allRoutes() {
    List<Bound> known = allRoutes;
    if (known == null) {
      known =
          image
              .all(Route.class)
              .flatMap(route -> route.parents().stream())
              .map(ParentRef::parent)
              .distinct()
              .flatMap(key -> java.util.stream.Stream.ofNullable(image.get(key, Service.class)))
              .flatMap(service ->
                  service.ports().stream()
                      .flatMap(port ->
                          routes(
                              service,
                              port,
                              ClusterDns.names(service.key()).getFirst(),
                              "TLSRoute",
                              "TCPRoute")))
              .toList();
      allRoutes = known;
    }
    return known;
  }

  @Override
  public List<Stream> tls(View view, MeshService service, int port) {
    return streams(view, service, port, true);
  }

  @Override
  public List<Stream> tcp(View view, MeshService service, int port) {
    return streams(view, service, port, false);
  }

  /** Of rules for TLS the first that has a name takes it. */
  private List<Stream> streams(View view, MeshService service, int port, boolean tls) {
    var seen = new SidecarView(view, endpoints);
    List<Bound> routed = routes(service, port, tls ? "TLSRoute" : "TCPRoute");
    var taken = new HashSet<String>();
    var result = new ArrayList<Stream>();
    for (StreamChain chain :
        virtualServices.streams(seen, seen.known(service), port, tls, routed)) {
      List<String> names =
          chain.serverNames().stream().filter(name -> taken.add(name + chain.subnets())).toList();
      if (!tls || !names.isEmpty()) {
        result.add(new Stream(names, chain.subnets(), handler(chain)));
      }
      if (!tls && chain.subnets().isEmpty()) {
        break;
      }
    }
    return result;
  }

  private static Handler handler(StreamChain chain) {
    return chain.caveats().isEmpty()
        ? new Handler.Tcp(chain.destinations())
        : new Handler.Unmodelled(chain.caveats());
  }

  @Override
  public List<Caveat> elsewhere(ClientScope client) {
    return caveats.elsewhere(client);
  }

  @Override
  public Handler toItself(View view, MeshService service, int port) {
    Destinations.Found found = itself(view, service, port);
    return found.caveats().isEmpty()
        ? new Handler.Tcp(List.of(share(service, found)))
        : new Handler.Unmodelled(found.caveats());
  }

  @Override
  public RouteRule defaultRule(View view, MeshService service, int port) {
    List<Caveat> unknown =
        new ArrayList<>(Caveats.refused(image, service.origin().resource()).toList());
    Destinations.Found found = itself(view, service, port);
    unknown.addAll(found.caveats());
    if (!unknown.isEmpty()) {
      return unknown(service, unknown);
    }
    var delivery =
        new Delivery(
            virtualServices.retries().timeouts(null, null),
            virtualServices.retries().retries(null),
            List.of(),
            null,
            null,
            found.hash().stream().toList());
    return rule(
        service, new RouteAction.Forward(List.of(share(service, found)), Changes.NONE, delivery));
  }

  private Destinations.Found itself(View view, MeshService service, int port) {
    var seen = new SidecarView(view, endpoints);
    return virtualServices.destinations().ofHost(seen, seen.known(service), port);
  }

  private static WeightedDestination share(MeshService service, Destinations.Found found) {
    return new WeightedDestination(1, found.to(), Changes.NONE, service.origin());
  }

  @Override
  public Handler.@Nullable Unmodelled unmodelled(
      ClientScope client, MeshService service, int port) {
    List<Caveat> unknown = new ArrayList<>();
    Service found = kubernetes(service);
    Service.Port dialed = found == null ? null : found.port(port).orElse(null);
    if (found == null || dialed == null) {
      unknown.addAll(caveats.of(client, service));
    } else {
      unknown.addAll(caveats.of(client, found, dialed, routes.of(client, found, dialed)));
    }
    if (service.resolution() == MeshService.Resolution.DYNAMIC) {
      unknown.add(Caveats.notModelled("DYNAMIC_DNS of " + service.host(), service.origin()));
    }
    return unknown.isEmpty() ? null : new Handler.Unmodelled(unknown);
  }

  private @Nullable Service kubernetes(MeshService service) {
    return service.kubernetes() ? image.get(service.key(), Service.class) : null;
  }

  private static RouteRule unknown(MeshService service, List<Caveat> caveats) {
    return rule(service, new RouteAction.Unmodelled(caveats.getFirst()));
  }

  private static RouteRule rule(MeshService service, RouteAction action) {
    return new RouteRule(
        RouteRule.DEFAULT, RouteMatch.ANY, action, null, Precedence.ALONE, service.origin());
  }
}
