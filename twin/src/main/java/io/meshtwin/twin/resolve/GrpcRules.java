package io.meshtwin.twin.resolve;

import io.meshtwin.twin.regex.KnownMatches;
import io.meshtwin.twin.regex.Problem;
import io.meshtwin.twin.resource.GrpcMatch;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of GRPCRoutes. A gRPC request is a POST to {@code /service/method}, so matches of
 * services and methods are matches of paths (GRPCMethodMatch).
 */
final class GrpcRules {
  private final RuleActions actions;
  private final RouteChoices choices;
  private final GrpcMatches matches;

  GrpcRules(RuleActions actions, RouteChoices choices) {
    this.actions = actions;
    this.choices = choices;
    this.matches = new GrpcMatches(choices);
  }

  /** A route's rules, one for each match, not sorted. */
  Stream<RouteRule> of(HttpRules.Acting acting, GrpcRoute route) {
    var result = new ArrayList<RouteRule>();
    for (GrpcRoute.Rule rule : route.rules()) {
      for (GrpcMatch match : rule.matches()) {
        result.add(rule(acting, route, rule, match, result.size()));
      }
    }
    return result.stream();
  }

  private RouteRule rule(
      HttpRules.Acting acting, GrpcRoute route, GrpcRoute.Rule rule, GrpcMatch match, int order) {
    PathMatch path = matches.path(match);
    var origin = new Origin(route.key(), match.field(), route.metadata().source(match.field()));
    List<Problem> problems = matches.problems(match);
    RuleActions.Outcome outcome =
        problems.isEmpty()
            ? actions.of(acting, RuleContent.of(rule), path)
            : new RuleActions.Outcome(unknown(route, match, problems.getFirst()), null);
    var taken =
        new RouteMatch(KnownMatches.of(path), null, Matches.headers(match.headers()), List.of());
    return new RouteRule(
        rule.name(),
        taken,
        outcome.action(),
        outcome.cors(),
        precedence(acting, route, match, path, order),
        origin);
  }

  private static RouteAction unknown(GrpcRoute route, GrpcMatch match, Problem problem) {
    return Unmodelled.part(route.metadata(), problem.attribute(), match.field());
  }

  /** Characters of the service, then of the method (GRPCRouteRule.matches). */
  private Precedence precedence(
      HttpRules.Acting acting, GrpcRoute route, GrpcMatch match, PathMatch path, int order) {
    String service = match.service();
    String method = match.method();
    boolean any = service == null && method == null;
    boolean asPath = choices.grpcAsPaths();
    int plainRank = any ? Precedences.NO_PATH : Precedences.rank(path, choices);
    int plainLength = any ? 0 : path.value().length();
    return new Precedence(
        acting.hostnameRank(),
        asPath ? plainRank : 0,
        asPath ? plainLength : length(service),
        asPath ? 0 : length(method),
        match.headers().size(),
        0,
        route.metadata().created(),
        route.key().qualifiedName() + choices.nameEnd(),
        order);
  }

  private static int length(@Nullable String name) {
    return name == null ? 0 : name.length();
  }
}
