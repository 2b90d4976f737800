package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;

/** What a Service does without routes: it forwards to its own endpoints. */
final class ServiceDefaults {
  private final RouteChoices choices;

  ServiceDefaults(RouteChoices choices) {
    this.choices = choices;
  }

  /** Whether a proxy reads what the port carries, without being told to by a route. */
  boolean isHttp(Service.Port port) {
    Protocol protocol = Protocols.of(port);
    return protocol == Protocol.HTTP || protocol == Protocol.HTTP2;
  }

  RouteRule rule(Service service, Service.Port port) {
    var origin = new Origin(service.key(), "", service.metadata().source(""));
    Delivery plain = Deliveries.byDefault(choices);
    var action = new RouteAction.Forward(List.of(toItself(service, port)), Changes.NONE, plain);
    return new RouteRule(RouteRule.DEFAULT, RouteMatch.ANY, action, null, Precedence.ALONE, origin);
  }

  WeightedDestination toItself(Service service, Service.Port port) {
    var origin = new Origin(service.key(), "spec.ports", service.metadata().source("spec.ports"));
    var itself = new Destination.ToService(new ServicePort(service.key(), port.port()));
    return new WeightedDestination(1, itself, Changes.NONE, origin);
  }
}
