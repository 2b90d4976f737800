package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.sidecar.HostEndpoints;
import io.meshtwin.twin.resolve.sidecar.HostRules;
import io.meshtwin.twin.resolve.sidecar.MeshService;
import io.meshtwin.twin.resolve.sidecar.Seen;
import io.meshtwin.twin.resolve.sidecar.SidecarScope;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.StreamRoute;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What Gateway API routes say of the hosts that a client's sidecar knows. Each stands for the
 * VirtualService that istiod makes of it, which acts on Services alone ({@code
 * UseGatewaySemantics}).
 */
final class IstioHostRules implements HostRules {
  private static final int HTTP = 80;
  private static final int UNAVAILABLE = 503;
  private static final int INTERNAL_ERROR = 500;

  private final MeshImage image;
  private final Dialect dialect;
  private final ServiceRoutes routes;
  private final HttpRules rules;
  private final StreamRules streams;
  private final ServiceCaveats caveats;
  private final HostEndpoints endpoints;
  private final Map<List<Route>, List<RouteRule>> merged = new ConcurrentHashMap<>();

  IstioHostRules(
      MeshImage image,
      Dialect dialect,
      ServiceListeners listeners,
      HttpRules rules,
      HostEndpoints endpoints) {
    this.image = image;
    this.dialect = dialect;
    this.routes = listeners.routes();
    this.rules = rules;
    this.streams = listeners.streams();
    this.caveats = listeners.caveats();
    this.endpoints = endpoints;
  }

  @Override
  public List<Claim> http(View view, int port, Map<String, MeshService> services) {
    var claims = new ArrayList<Claim>();
    for (MeshService service : services.values()) {
      MeshService.Port own = service.port(port);
      Service found = kubernetes(service);
      Service.Port dialed = found == null ? null : found.port(port).orElse(null);
      if (own == null || !own.mayBeHttp()) {
        continue;
      }
      if (found == null || dialed == null) {
        List<Caveat> unknown = caveats.of(view.client(), service);
        if (!unknown.isEmpty()) {
          claims.add(new Claim(List.of(), List.of(service), List.of(unknown(service, unknown))));
        }
        continue;
      }
      ServiceRoutes.Acting acting = routes.of(view.client(), found, dialed);
      List<Caveat> unknown = caveats.of(view.client(), found, dialed, acting);
      if (!unknown.isEmpty()) {
        claims.add(new Claim(List.of(), List.of(service), List.of(unknown(service, unknown))));
      } else if (!acting.http().isEmpty()) {
        claims.add(new Claim(List.of(), List.of(service), merged(view.scope(), acting.http())));
      }
    }
    if (port == HTTP) {
      claims.addAll(unread(view, services));
    }
    return claims;
  }

  /** On the usual port hosts that no service has are claimed too. */
  private List<Claim> unread(View view, Map<String, MeshService> services) {
    return caveats.unread(view.client()).entrySet().stream()
        .filter(entry -> !services.containsKey(entry.getKey()))
        .map(entry -> {
          var action = new RouteAction.Unmodelled(entry.getValue());
          var rule =
              new RouteRule(
                  RouteRule.DEFAULT,
                  RouteMatch.ANY,
                  action,
                  null,
                  Precedence.ALONE,
                  entry.getValue().origin());
          return new Claim(List.of(entry.getKey()), List.of(), List.of(rule));
        })
        .toList();
  }

  private List<RouteRule> merged(SidecarScope scope, List<Route> acting) {
    return merged
        .computeIfAbsent(
            acting,
            all -> rules.merged(all.stream().map(route -> new HttpRules.Acting(route, 0, true))))
        .stream()
        .map(rule -> Seen.rule(scope, rule, failure(rule)))
        .toList();
  }

  private int failure(RouteRule rule) {
    return image.get(rule.origin().resource(), GrpcRoute.class) == null
        ? INTERNAL_ERROR
        : dialect.routes().grpcFailure();
  }

  @Override
  public List<Stream> tls(View view, MeshService service, int port) {
    ServiceRoutes.Acting acting = acting(view, service, port);
    if (acting == null) {
      return List.of();
    }
    // The first route that has a name takes it.
    Map<String, StreamRoute> byName = new LinkedHashMap<>();
    for (StreamRoute route : acting.tls()) {
      route.hostnames().forEach(name -> byName.putIfAbsent(Hostnames.normal(name), route));
    }
    Map<StreamRoute, List<String>> names = new LinkedHashMap<>();
    byName.forEach((name, route) -> names.computeIfAbsent(route, _ -> new ArrayList<>()).add(name));
    return names.entrySet().stream()
        .map(
            entry -> new Stream(entry.getValue(), List.of(), handler(view.scope(), entry.getKey())))
        .toList();
  }

  @Override
  public List<Stream> tcp(View view, MeshService service, int port) {
    ServiceRoutes.Acting acting = acting(view, service, port);
    return acting == null
        ? List.of()
        : acting.tcp().stream()
            .limit(1)
            .map(route -> new Stream(List.of(), List.of(), handler(view.scope(), route)))
            .toList();
  }

  private Handler handler(SidecarScope scope, StreamRoute route) {
    return streams.of(route, true) instanceof Handler.Tcp tcp
        ? new Handler.Tcp(Seen.all(scope, tcp.destinations(), UNAVAILABLE))
        : streams.of(route, true);
  }

  private ServiceRoutes.@Nullable Acting acting(View view, MeshService service, int port) {
    Service found = kubernetes(service);
    Service.Port dialed = found == null ? null : found.port(port).orElse(null);
    return found == null || dialed == null ? null : routes.of(view.client(), found, dialed);
  }

  @Override
  public List<Caveat> elsewhere(ClientScope client) {
    return caveats.elsewhere(client);
  }

  @Override
  public Handler toItself(MeshService service, int port) {
    return new Handler.Tcp(List.of(share(service, port)));
  }

  @Override
  public RouteRule defaultRule(ClientScope client, MeshService service, int port) {
    List<Caveat> unknown = Caveats.refused(image, service.origin().resource()).toList();
    if (!unknown.isEmpty()) {
      return unknown(service, unknown);
    }
    Delivery plain = Deliveries.byDefault(dialect.routes());
    var action = new RouteAction.Forward(List.of(share(service, port)), Changes.NONE, plain);
    return rule(service, action);
  }

  /** A cluster that DNS fills has to have something to ask for, else there is none. */
  private WeightedDestination share(MeshService service, int port) {
    Destination destination =
        switch (service.resolution()) {
          case KNOWN -> new Destination.ToService(service.at(port));
          case ORIGINAL -> {
            MeshService.Port own = service.port(port);
            yield new Destination.Original(service.at(port), own == null ? 0 : own.override());
          }
          case DNS ->
              endpoints.of(service, port).isEmpty()
                  ? new Destination.Invalid(UNAVAILABLE, service.host() + " has no endpoints")
                  : new Destination.ToService(service.at(port));
          case ALIAS, DYNAMIC ->
              new Destination.Invalid(UNAVAILABLE, service.host() + " has no cluster");
        };
    return new WeightedDestination(1, destination, Changes.NONE, service.origin());
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
