package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.ValueMatch;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Rules of different routes at one place that take the same requests with equal precedence, so that
 * age or name alone settles which of them acts (HTTPRouteRule.matches, GRPCRouteRule.matches).
 */
final class TieFindings {
  private final ResolvedMesh mesh;

  TieFindings(ResolvedMesh mesh) {
    this.mesh = mesh;
  }

  Stream<Finding> all() {
    return in(
        mesh.image().all(Service.class).flatMap(this::of),
        mesh.gateways().stream().flatMap(gateway -> mesh.gateway(gateway).stream()));
  }

  /** Those at some Services and Gateways. */
  Stream<Finding> at(Set<ResourceKey> places) {
    return in(
        places.stream()
            .flatMap(key -> Stream.ofNullable(mesh.image().get(key, Service.class)))
            .flatMap(this::of),
        places.stream().flatMap(key -> mesh.gateway(key).stream()));
  }

  private static Stream<Finding> in(Stream<Listener> services, Stream<Listener> gateways) {
    return Stream.concat(services, gateways)
        .flatMap(listener -> listener.chains().stream())
        .map(FilterChain::handler)
        .filter(Handler.Http.class::isInstance)
        .flatMap(handler -> ((Handler.Http) handler).hosts().stream())
        .map(VirtualHost::rules)
        .flatMap(TieFindings::ties);
  }

  /** Each port as the clients of every namespace that has routes there see it. */
  private Stream<Listener> of(Service service) {
    return service.ports().stream().flatMap(port -> of(service, port));
  }

  private Stream<Listener> of(Service service, Service.Port port) {
    var namespaces = new TreeSet<String>();
    for (Route route : mesh.written().serviceRoutes().at(service, port).attached()) {
      namespaces.add(route.key().namespace());
    }
    return namespaces.stream()
        .map(namespace -> new ClientScope(service.key().cluster(), namespace))
        .flatMap(client ->
            Stream.ofNullable(mesh.outbound(client, new ServicePort(service.key(), port.port()))));
  }

  /** Rules with one match have few precedences: one for each hostname that covers the host. */
  private static Stream<Finding> ties(List<RouteRule> rules) {
    Map<RouteMatch, List<RouteRule>> winners = new HashMap<>();
    var result = new ArrayList<Finding>();
    for (RouteRule rule : rules) {
      List<RouteRule> same =
          winners.computeIfAbsent(unordered(rule.match()), _ -> new ArrayList<>());
      RouteRule winner =
          same.stream()
              .filter(first -> first.precedence().tiesWith(rule.precedence()))
              .findFirst()
              .orElse(null);
      if (winner == null) {
        same.add(rule);
      } else if (!winner.origin().resource().equals(rule.origin().resource())) {
        result.add(finding(winner, rule));
      }
    }
    return result.stream();
  }

  /** Parts of a match hold in any order. */
  private static RouteMatch unordered(RouteMatch match) {
    return new RouteMatch(
        match.path(), match.method(), sorted(match.headers()), sorted(match.query()));
  }

  private static List<ValueMatch.Named> sorted(List<ValueMatch.Named> parts) {
    return parts.stream().sorted(Comparator.comparing(ValueMatch.Named::name)).toList();
  }

  private static Finding finding(RouteRule winner, RouteRule loser) {
    return new Finding(
        FindingCode.TIE_BROKEN_BY_NAME,
        loser.origin().resource(),
        loser.origin().field(),
        winner.origin().resource()
            + " "
            + winner.origin().field()
            + " takes the same requests with equal precedence, and goes first by "
            + winner.precedence().decidedAgainst(loser.precedence()),
        loser.origin().source());
  }
}
