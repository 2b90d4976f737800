package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.BackendRef;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.HttpFilter;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Cors;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.WeightedDestination;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rules of HTTPRoutes and GRPCRoutes do with requests that they take. */
final class RuleActions {
  private final Backends backends;
  private final Deliveries deliveries;
  private final RouteChoices choices;

  RuleActions(Backends backends, RouteChoices choices) {
    this.backends = backends;
    this.choices = choices;
    this.deliveries = new Deliveries(backends, choices);
  }

  /** An action with what stands beside it. */
  record Outcome(RouteAction action, @Nullable Cors cors) {}

  /**
   * What a rule does.
   *
   * @param path the match's path, whose prefix a rewrite may replace
   */
  Outcome of(HttpRules.Acting acting, RuleContent rule, PathMatch path) {
    Metadata route = acting.route().metadata();
    Filters filters = Filters.of(route, rule.filters(), path, choices);
    List<BackendRef> weighted = rule.weighted();
    if (filters.instead() != null) {
      return new Outcome(filters.instead(), filters.cors());
    }
    for (BackendRef ref : rule.all()) {
      if (backends.unread(ref)) {
        return new Outcome(
            new RouteAction.Unmodelled(backends.caveat(acting.route(), ref)), filters.cors());
      }
    }
    if (weighted.size() == 1) {
      // Filters of the only backend are filters of all that the rule takes.
      return alone(
          acting, rule, filters, Filters.of(route, weighted.getFirst().filters(), path, choices));
    }
    RouteAction action = split(acting, rule, filters, path);
    return new Outcome(action, filters.cors());
  }

  private Outcome alone(HttpRules.Acting acting, RuleContent rule, Filters filters, Filters own) {
    Cors cors = own.cors() == null ? filters.cors() : own.cors();
    if (own.instead() != null) {
      return new Outcome(own.instead(), cors);
    }
    BackendRef only = rule.weighted().getFirst();
    WeightedDestination destination =
        backends.of(acting.route(), only, own.changes(), acting.inMesh());
    var mirrors = new ArrayList<>(filters.mirrors());
    mirrors.addAll(own.mirrors());
    return new Outcome(forward(acting, rule, filters, List.of(destination), mirrors), cors);
  }

  private RouteAction split(
      HttpRules.Acting acting, RuleContent rule, Filters filters, PathMatch path) {
    Metadata route = acting.route().metadata();
    var destinations = new ArrayList<WeightedDestination>();
    for (BackendRef ref : rule.weighted()) {
      Filters own = Filters.of(route, ref.filters(), path, choices);
      if (own.instead() != null || !own.mirrors().isEmpty() || own.cors() != null) {
        return Unmodelled.part(
            route, "a filter of one of several backends, other than for headers,", ref.field());
      }
      destinations.add(backends.of(acting.route(), ref, own.changes(), acting.inMesh()));
    }
    if (destinations.isEmpty() && acting.route() instanceof GrpcRoute grpc) {
      return new RouteAction.Respond(backends.failure(grpc), "the rule has no backend");
    }
    // Envoy's weighted clusters rewrite Host and headers each for itself, paths they do not.
    if (destinations.stream().map(d -> d.changes().path()).distinct().count() > 1) {
      return Unmodelled.part(
          route, "backends of one rule with different path rewrites", rule.field());
    }
    return forward(acting, rule, filters, destinations, filters.mirrors());
  }

  private RouteAction forward(
      HttpRules.Acting acting,
      RuleContent rule,
      Filters filters,
      List<WeightedDestination> destinations,
      List<HttpFilter.Mirror> mirrors) {
    String unkept = deliveries.unkept(rule.sending().session(), destinations.size());
    if (unkept != null) {
      return Unmodelled.part(acting.route().metadata(), unkept, rule.field());
    }
    Changes changes = filters.changes();
    return new RouteAction.Forward(destinations, changes, deliveries.of(acting, rule, mirrors));
  }
}
