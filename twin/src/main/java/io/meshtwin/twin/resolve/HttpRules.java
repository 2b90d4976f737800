package io.meshtwin.twin.resolve;

import io.meshtwin.twin.regex.Problem;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.HttpMatch;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.HttpRule;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.StreamRoute;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of HTTPRoutes and GRPCRoutes in the order in which a proxy tries them
 * (HTTPRouteRule.matches, GRPCRouteRule.matches).
 */
final class HttpRules {
  private final RuleActions actions;
  private final GrpcRules grpc;
  private final RouteChoices choices;

  HttpRules(Backends backends, Dialect dialect) {
    this.choices = dialect.routes();
    this.actions = new RuleActions(backends, choices);
    this.grpc = new GrpcRules(actions, choices);
  }

  /**
   * A route as it acts at one place.
   *
   * @param route an HTTPRoute or a GRPCRoute
   * @param hostnameRank how specific the hostname is by which it acts; 0 for a Service
   * @param inMesh whether the place is a Service
   */
  record Acting(Route route, int hostnameRank, boolean inMesh) {}

  /** The rules of all routes that act at one place, merged by precedence. */
  List<RouteRule> merged(Stream<Acting> routes) {
    return routes.flatMap(this::rules).sorted(Comparator.comparing(RouteRule::precedence)).toList();
  }

  private Stream<RouteRule> rules(Acting acting) {
    return switch (acting.route()) {
      case HttpRoute route -> rules(acting, route);
      case GrpcRoute route -> grpc.of(acting, route);
      case StreamRoute route ->
          throw new IllegalArgumentException(route.key() + " has no rules for requests");
    };
  }

  private Stream<RouteRule> rules(Acting acting, HttpRoute route) {
    var result = new ArrayList<RouteRule>();
    for (HttpRule rule : route.rules()) {
      for (HttpMatch match : rule.matches()) {
        result.add(rule(acting, route, rule, match, result.size()));
      }
    }
    return result.stream();
  }

  private RouteRule rule(
      Acting acting, HttpRoute route, HttpRule rule, HttpMatch match, int order) {
    RouteMatch taken = Matches.of(match);
    RuleActions.Outcome outcome = outcome(acting, rule, match, taken.path());
    return new RouteRule(
        rule.name(),
        taken,
        outcome.action(),
        outcome.cors(),
        precedence(acting, route, match, order),
        new Origin(route.key(), match.field(), route.metadata().source(match.field())));
  }

  private RuleActions.Outcome outcome(
      Acting acting, HttpRule rule, HttpMatch match, PathMatch path) {
    for (Problem problem : Matches.problems(match)) {
      return new RuleActions.Outcome(
          Unmodelled.part(acting.route().metadata(), problem.attribute(), match.field()), null);
    }
    return actions.of(acting, RuleContent.of(rule), path);
  }

  private Precedence precedence(Acting acting, HttpRoute route, HttpMatch match, int order) {
    return new Precedence(
        acting.hostnameRank(),
        Precedences.rank(Matches.written(match.path()), choices),
        match.path().value().length(),
        match.method() == null ? 0 : 1,
        match.headers().size(),
        match.query().size(),
        route.metadata().created(),
        route.key().qualifiedName() + choices.nameEnd(),
        order);
  }
}
