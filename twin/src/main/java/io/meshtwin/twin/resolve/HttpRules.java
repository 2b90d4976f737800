package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.BackendRef;
import io.meshtwin.twin.resource.HttpMatch;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.HttpRule;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.Timeouts;
import io.meshtwin.twin.routing.WeightedDestination;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The rules of HTTPRoutes in the order in which a proxy tries them (HTTPRouteRule.matches). */
final class HttpRules {
  private final Backends backends;

  HttpRules(Backends backends) {
    this.backends = backends;
  }

  /**
   * A route as it acts at one place.
   *
   * @param hostnameRank how specific the hostname is by which it acts; 0 for a Service
   * @param inMesh whether the place is a Service
   */
  record Acting(HttpRoute route, int hostnameRank, boolean inMesh) {}

  /** The rules of all routes that act at one place, merged by precedence. */
  List<RouteRule> merged(Stream<Acting> routes) {
    return routes.flatMap(this::rules).sorted(Comparator.comparing(RouteRule::precedence)).toList();
  }

  private Stream<RouteRule> rules(Acting acting) {
    var result = new ArrayList<RouteRule>();
    for (HttpRule rule : acting.route().rules()) {
      for (HttpMatch match : rule.matches()) {
        result.add(rule(acting, rule, match, result.size()));
      }
    }
    return result.stream();
  }

  private RouteRule rule(Acting acting, HttpRule rule, HttpMatch match, int order) {
    HttpRoute route = acting.route();
    RouteMatch taken = Matches.of(match);
    return new RouteRule(
        rule.name(),
        taken,
        action(acting, rule, match, taken.path()),
        null,
        precedence(acting, match, order),
        new Origin(route.key(), match.field(), route.metadata().source(match.field())));
  }

  private RouteAction action(Acting acting, HttpRule rule, HttpMatch match, PathMatch path) {
    HttpRoute route = acting.route();
    for (String expression : Matches.refused(match)) {
      return Filters.unmodelled(
          route.metadata(), "expression " + expression + ", which RE2 refuses,", match.field());
    }
    for (String field : rule.unmodelled()) {
      return Filters.unmodelled(route.metadata(), "field " + field, field);
    }
    Filters filters = Filters.of(route.metadata(), rule.filters(), path);
    if (filters.instead() != null) {
      return filters.instead();
    }
    var destinations = new ArrayList<WeightedDestination>();
    for (BackendRef ref : rule.backends()) {
      Filters own = Filters.of(route.metadata(), ref.filters(), path);
      if (own.instead() != null) {
        return own.instead();
      }
      if (ref.weight() > 0) {
        destinations.add(backends.of(route, ref, own.changes(), acting.inMesh()));
      }
    }
    if (destinations.stream().map(d -> d.changes().path()).distinct().count() > 1) {
      return Filters.unmodelled(
          route.metadata(), "backends of one rule with different path rewrites", rule.field());
    }
    HttpRule.Limits limits = rule.timeouts();
    var timeouts = new Timeouts(limits.request(), limits.backendRequest());
    var delivery = new Delivery(timeouts, null, List.of(), null);
    return new RouteAction.Forward(destinations, filters.changes(), delivery);
  }

  private static Precedence precedence(Acting acting, HttpMatch match, int order) {
    HttpRoute route = acting.route();
    return new Precedence(
        acting.hostnameRank(),
        switch (match.path().type()) {
          case "Exact" -> 0;
          case "RegularExpression" -> 1;
          default -> 2;
        },
        match.path().value().length(),
        match.method() == null ? 0 : 1,
        match.headers().size(),
        match.query().size(),
        route.metadata().created(),
        route.key().qualifiedName(),
        order);
  }
}
