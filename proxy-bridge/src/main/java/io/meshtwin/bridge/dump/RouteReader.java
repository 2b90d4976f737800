package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ValueMatch;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** {@code Route}: which requests, and what is done with them. */
final class RouteReader {
  /** A header may name any of the clusters; beyond so many it is not spelled out. */
  private static final int MOST_NAMED = 200;

  private final Clusters clusters;
  private final ResourceKey origin;
  private final Forwards forwards;

  RouteReader(Clusters clusters, ResourceKey origin) {
    this.clusters = clusters;
    this.origin = origin;
    this.forwards = new Forwards(clusters, origin);
  }

  /**
   * What a route inherits.
   *
   * @param filters of the connection manager
   * @param configured what filters are told by the virtual host and the route configuration
   * @param levels what changes headers there
   * @param retries the virtual host's, null for none
   * @param problems what of the virtual host is not modelled
   */
  record Inherited(
      HttpFilters filters,
      List<SortedMap<String, Entry>> configured,
      HeaderLevels levels,
      @Nullable Entry retries,
      List<String> problems) {}

  /**
   * A rule, or one for each cluster that a header may name.
   *
   * @param order its place among the routes of its virtual host
   */
  List<Ruled> of(Entry route, Inherited inherited, int order) {
    route.harmless("metadata", "decorator", "tracing", "stat_prefix");
    route.harmless("per_request_buffer_limit_bytes", "request_body_buffer_limit");
    RouteMatches.Found found = RouteMatches.of(route.apartIn("match", "RouteMatch"));
    route.harmless("match");
    var configured = new ArrayList<SortedMap<String, Entry>>();
    configured.add(HttpFilters.configured(route));
    configured.addAll(inherited.configured());
    HttpFilters.Acting acting = inherited.filters().at(configured);
    HeaderLevels levels = inherited.levels().under(route);
    var asked = new Forwards.Asked(found.match(), levels, acting, inherited.retries());
    String name = route.text("name").isEmpty() ? "routes[" + order + "]" : route.text("name");
    List<Case> cases = cases(route, asked);
    var problems = new ArrayList<String>(found.problems());
    problems.addAll(inherited.problems());
    problems.addAll(acting.problems());
    problems.addAll(route.unread());
    var place = new Origin(origin, route.place(), null);
    var precedence = new Precedence(0, 2, 1, 0, 0, 0, null, "", order);
    var result = new ArrayList<Ruled>();
    for (Case one : cases) {
      RouteAction action = problems.isEmpty() ? one.action() : unmodelled(problems, place);
      var rule = new RouteRule(name, one.match(), action, acting.cors(), precedence, place);
      result.add(new Ruled(rule, problems.isEmpty() ? found.millionths() : null));
    }
    return result;
  }

  /**
   * A rule as it is read.
   *
   * @param millionths of the requests that it takes; null for all
   */
  record Ruled(RouteRule rule, @Nullable Integer millionths) {}

  private record Case(RouteMatch match, RouteAction action) {}

  private List<Case> cases(Entry route, Forwards.Asked asked) {
    RouteMatch match = asked.match();
    if (route.has("redirect")) {
      Entry redirect = route.message("redirect", "RedirectAction");
      return List.of(
          new Case(match, plain(asked, Answers.redirect(redirect, match, response(asked)), route)));
    }
    if (route.has("direct_response")) {
      Entry direct = route.message("direct_response", "DirectResponseAction");
      return List.of(new Case(match, plain(asked, Answers.direct(direct, response(asked)), route)));
    }
    if (!route.has("route")) {
      route.refuse("action");
      return List.of(new Case(match, new RouteAction.Respond(500, "not modelled")));
    }
    Entry action = route.message("route", "RouteAction");
    String header = Forwards.clusterHeader(action);
    return header.isEmpty()
        ? List.of(new Case(match, forwards.of(action, asked, null)))
        : byHeader(action, asked, header);
  }

  private static io.meshtwin.twin.routing.HeaderChanges response(Forwards.Asked asked) {
    return asked.levels().changes(null, HeaderLevels.RESPONSE);
  }

  /** A fault comes before an answer of the proxy's own, and is not told there. */
  private static RouteAction plain(Forwards.Asked asked, RouteAction action, Entry route) {
    asked.levels().changes(null, HeaderLevels.REQUEST);
    if (asked.acting().fault() != null) {
      route.refuse("fault before an answer of the proxy's own");
    }
    return action;
  }

  private List<Case> byHeader(Entry action, Forwards.Asked asked, String header) {
    if (clusters.names().size() > MOST_NAMED) {
      action.refuse("cluster_header among more than " + MOST_NAMED + " clusters");
    }
    var cases = new ArrayList<Case>();
    if (clusters.names().size() <= MOST_NAMED) {
      for (String name : clusters.names()) {
        var named = new ValueMatch.Named(header, new ValueMatch.Exact(name));
        cases.add(new Case(with(asked.match(), named), forwards.of(action, asked, name)));
      }
    }
    int status = Forwards.notFound(action);
    var nowhere = new Destination.Invalid(status, "header " + header + " names no cluster");
    var place = new Origin(origin, action.place(), null);
    var only = new WeightedDestination(1, nowhere, Changes.NONE, place);
    RouteAction otherwise = new RouteAction.Forward(List.of(only), Changes.NONE, Delivery.PLAIN);
    cases.add(new Case(asked.match(), otherwise));
    return cases;
  }

  private static RouteMatch with(RouteMatch match, ValueMatch.Named header) {
    var headers = new ArrayList<>(match.headers());
    headers.add(header);
    return new RouteMatch(match.path(), match.method(), headers, match.query(), match.ignoreCase());
  }

  private static RouteAction unmodelled(List<String> problems, Origin place) {
    return new RouteAction.Unmodelled(caveat(problems, place));
  }

  static Caveat caveat(List<String> problems, Origin place) {
    String what = String.join("; ", problems);
    return new Caveat(what + (problems.size() > 1 ? " are" : " is") + " not modelled", place);
  }

  /** A rule for requests of which nothing is said. */
  static RouteRule unknown(RouteMatch match, List<String> problems, Origin place, int order) {
    return new RouteRule(
        RouteRule.DEFAULT,
        match,
        unmodelled(problems, place),
        null,
        new Precedence(0, 2, 1, 0, 0, 0, null, "", order),
        place);
  }

  /** Takes requests by one header, whatever their path is. */
  static RouteMatch byHeader(String name, String expression) {
    var header = new ValueMatch.Named(name, new ValueMatch.Regex(expression));
    return new RouteMatch(PathMatch.ANY, null, List.of(header), List.of());
  }
}
