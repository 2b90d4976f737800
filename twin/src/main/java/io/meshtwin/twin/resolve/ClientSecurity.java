package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.security.MeshSecurity;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Mirror;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.VirtualHost;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;

/**
 * What Istio's proxies speak to backends where nothing else says it: mutual TLS to the endpoints
 * that take it. Done to finished listeners, so that every source of rules gets it alike.
 */
final class ClientSecurity {
  private final MeshSecurity security;

  ClientSecurity(MeshSecurity security) {
    this.security = security;
  }

  Listener of(Listener listener) {
    return listener.with(
        listener.chains().stream().map(chain -> chain.with(of(chain.handler()))).toList());
  }

  Handler of(Handler handler) {
    return switch (handler) {
      case Handler.Http http ->
          new Handler.Http(
              http.hosts().stream()
                  .map(host ->
                      new VirtualHost(
                          host.name(),
                          host.domains(),
                          host.rules().stream().map(this::of).toList()))
                  .toList(),
              http.reading());
      case Handler.Tcp tcp -> new Handler.Tcp(all(tcp.destinations()));
      case Handler.Udp _, Handler.Unmodelled _ -> handler;
    };
  }

  RouteRule of(RouteRule rule) {
    if (!(rule.action() instanceof RouteAction.Forward forward)) {
      return rule;
    }
    Delivery delivery = forward.delivery();
    List<Mirror> mirrors =
        delivery.mirrors().stream()
            .map(m -> new Mirror(of(m.destination()), m.numerator(), m.denominator(), m.origin()))
            .toList();
    var action =
        new RouteAction.Forward(
            all(forward.destinations()),
            forward.changes(),
            new Delivery(
                delivery.timeouts(),
                delivery.retries(),
                mirrors,
                delivery.session(),
                delivery.fault(),
                delivery.hash()));
    return new RouteRule(
        rule.name(), rule.match(), action, rule.cors(), rule.precedence(), rule.origin());
  }

  private List<WeightedDestination> all(List<WeightedDestination> destinations) {
    return destinations.stream()
        .map(d -> new WeightedDestination(d.weight(), of(d.destination()), d.changes(), d.origin()))
        .toList();
  }

  private Destination of(Destination destination) {
    if (!(destination instanceof Destination.ToService to) || to.tls() != null) {
      return destination;
    }
    ServicePort port = to.service();
    return new Destination.ToService(
        port,
        to.subset(),
        security.detected(port.service(), host(port.service()), port.port(), subset(to)),
        to.policy());
  }

  private static String subset(Destination.ToService to) {
    return to.subset() == null ? "" : to.subset().name();
  }

  private static String host(ResourceKey service) {
    return service.kind().equals("Service") ? ClusterDns.names(service).getFirst() : service.name();
  }
}
