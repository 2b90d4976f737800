package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.StreamRoute;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client's sidecar does with connections to a Service's port (GEP-1294). Without a route the
 * Service behaves as in plain Kubernetes.
 */
final class ServiceListeners {
  private final Dialect dialect;
  private final ServiceRoutes routes;
  private final HttpRules rules;
  private final StreamRules streams;
  private final ServiceDefaults defaults;
  private final ServiceCaveats caveats;

  ServiceListeners(
      Dialect dialect,
      ServiceRoutes routes,
      HttpRules rules,
      StreamRules streams,
      ServiceCaveats caveats) {
    this.dialect = dialect;
    this.routes = routes;
    this.rules = rules;
    this.streams = streams;
    this.defaults = new ServiceDefaults(dialect.routes());
    this.caveats = caveats;
  }

  Listener of(ClientScope client, Service service, Service.Port port) {
    var servicePort = new ServicePort(service.key(), port.port());
    var binding =
        new Listener.Binding.ToService(
            servicePort, service.addresses(), ClusterDns.names(service.key()));
    var origin = new Origin(service.key(), "", service.metadata().source(""));
    String name = servicePort.toString();
    ServiceRoutes.Acting acting = routes.of(client, service, port);
    List<Caveat> unmodelled = new ArrayList<>(caveats.of(client, service, port, acting));
    if (dialect.mesh().sidecars()) {
      // Sidecars of Istio leave datagrams alone.
      unmodelled.addAll(Caveats.distribution(service));
    }
    List<FilterChain> chains =
        unmodelled.isEmpty()
            ? chains(service, port, acting)
            : List.of(chain(service, port, Transport.ANY, new Handler.Unmodelled(unmodelled)));
    return new Listener(name, binding, chains, origin);
  }

  /** A Service without routes and proxies: bytes are passed on to its endpoints. */
  Listener plain(Service service, Service.Port port) {
    var servicePort = new ServicePort(service.key(), port.port());
    var binding =
        new Listener.Binding.ToService(
            servicePort, service.addresses(), ClusterDns.names(service.key()));
    List<Caveat> unmodelled = Caveats.distribution(service);
    Handler itself =
        unmodelled.isEmpty()
            ? new Handler.Tcp(List.of(defaults.toItself(service, port)))
            : new Handler.Unmodelled(unmodelled);
    return new Listener(
        servicePort.toString(),
        binding,
        List.of(chain(service, port, Transport.ANY, itself)),
        new Origin(service.key(), "", service.metadata().source("")));
  }

  StreamRules streams() {
    return streams;
  }

  ServiceCaveats caveats() {
    return caveats;
  }

  /** Which routes act where. */
  ServiceRoutes routes() {
    return routes;
  }

  private List<FilterChain> chains(
      Service service, Service.Port port, ServiceRoutes.Acting acting) {
    if (port.protocol().equals("UDP")) {
      return List.of(chain(service, port, Transport.ANY, udp(service, port, acting)));
    }
    return dialect.mesh().protocolDecides()
        ? byProtocol(service, port, acting)
        : byRoutes(service, port, acting);
  }

  /** One kind of routes acts, whatever the port is said to carry. */
  private List<FilterChain> byRoutes(
      Service service, Service.Port port, ServiceRoutes.Acting acting) {
    if (!acting.tls().isEmpty()) {
      // What is no TLS is no TLSRoute's: once a route applies, the default does not.
      return List.of(
          chain(
              service,
              port,
              new Transport.Passthrough(List.of("*")),
              tcp(service, port, acting.tls())));
    }
    boolean http = acting.isEmpty() ? defaults.isHttp(port) : !acting.http().isEmpty();
    return List.of(
        chain(
            service,
            port,
            Transport.ANY,
            http ? http(service, port, acting.http()) : tcp(service, port, acting.tcp())));
  }

  /** What the port is said to carry decides which routes can act. */
  private List<FilterChain> byProtocol(
      Service service, Service.Port port, ServiceRoutes.Acting acting) {
    return switch (Protocols.said(port)) {
      case HTTP, HTTP2 ->
          List.of(chain(service, port, Transport.ANY, http(service, port, acting.http())));
      case NOTHING ->
          List.of(
              chain(service, port, new Transport.PlainHttp(), http(service, port, acting.http())),
              chain(service, port, Transport.ANY, tcp(service, port, acting.tcp())));
      case TCP, UDP ->
          List.of(chain(service, port, Transport.ANY, tcp(service, port, acting.tcp())));
      case TLS -> bySni(service, port, acting.tls());
    };
  }

  /** The first route that has a name takes it; other connections are none of the routes'. */
  private List<FilterChain> bySni(Service service, Service.Port port, List<StreamRoute> tls) {
    if (tls.isEmpty()) {
      return List.of(chain(service, port, Transport.ANY, tcp(service, port, tls)));
    }
    var result = new ArrayList<FilterChain>();
    var taken = new ArrayList<String>();
    for (StreamRoute route : tls) {
      List<String> names =
          route.hostnames().stream()
              .map(Hostnames::normal)
              .filter(name -> !taken.contains(name))
              .distinct()
              .toList();
      if (!names.isEmpty()) {
        taken.addAll(names);
        result.add(
            chain(
                service,
                port,
                new Transport.Passthrough(names),
                tcp(service, port, List.of(route))));
      }
    }
    Caveat other =
        Caveats.notModelled(
            "a name that no TLSRoute of " + service.key() + " has",
            new Origin(service.key(), "", service.metadata().source("")));
    result.add(chain(service, port, Transport.ANY, new Handler.Unmodelled(List.of(other))));
    return result;
  }

  private Handler http(Service service, Service.Port port, List<Route> acting) {
    List<RouteRule> merged =
        acting.isEmpty()
            ? List.of(defaults.rule(service, port))
            : rules.merged(acting.stream().map(route -> new HttpRules.Acting(route, 0, true)));
    String name = new ServicePort(service.key(), port.port()).toString();
    return new Handler.Http(List.of(new VirtualHost(name, List.of("*"), merged)));
  }

  private Handler tcp(Service service, Service.Port port, List<StreamRoute> acting) {
    return acting.isEmpty()
        ? new Handler.Tcp(List.of(defaults.toItself(service, port)))
        : streams.of(acting.getFirst(), true);
  }

  private Handler udp(Service service, Service.Port port, ServiceRoutes.Acting acting) {
    return acting.udp().isEmpty()
        ? new Handler.Udp(List.of(defaults.toItself(service, port)))
        : streams.of(acting.udp().getFirst(), true);
  }

  private static FilterChain chain(
      Service service, Service.Port port, Transport transport, Handler handler) {
    String name = new ServicePort(service.key(), port.port()).toString();
    String suffix =
        switch (transport) {
          case Transport.PlainHttp _ -> "|http";
          case Transport.Passthrough sni -> "|" + sni.serverNames().getFirst();
          case Transport.Any _, Transport.Terminated _ -> "";
        };
    return new FilterChain(
        name + suffix,
        transport,
        handler,
        new Origin(service.key(), "", service.metadata().source("")));
  }
}
