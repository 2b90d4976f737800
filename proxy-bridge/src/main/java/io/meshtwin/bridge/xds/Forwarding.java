package io.meshtwin.bridge.xds;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.ClusterNotFoundResponseCode;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteAction.Forward;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.SessionPersistence;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code RouteAction}: to one cluster, or to several by weight, with changes on the way. */
final class Forwarding {
  private static final int NO_VALID_BACKEND = 500;

  private Forwarding() {}

  /**
   * The routes of a rule that forwards, in the order in which they are tried: one, or one for each
   * path that its shares are rewritten to.
   */
  static List<Route> of(RouteRule rule, Forward forward) throws Unsupported {
    List<Route> routes = new ArrayList<>();
    for (PathShares.Part part : PathShares.of(forward)) {
      Route.Builder route =
          Route.newBuilder().setName(rule.name()).setMatch(Matches.of(rule.match()));
      part.fraction().ifPresent(route.getMatchBuilder()::setRuntimeFraction);
      into(route, part.forward(), rule);
      routes.add(route.build());
    }
    return routes;
  }

  private static void into(Route.Builder route, Forward forward, RouteRule rule)
      throws Unsupported {
    // A fault answers before anybody would, or nobody.
    if (forward.delivery().fault() != null) {
      route.putTypedPerFilterConfig(Faults.FILTER, Faults.of(forward.delivery().fault()));
    }
    List<Integer> failures = failures(forward.destinations());
    if (forward.destinations().size() == failures.size()) {
      int status = failures.isEmpty() ? NO_VALID_BACKEND : failures.getFirst();
      if (failures.stream().distinct().count() <= 1) {
        route.setDirectResponse(DirectResponses.status(status));
        return;
      }
    }
    RouteAction.Builder action = RouteAction.newBuilder();
    // Unset would be Envoy's default of 15 seconds; zero is none.
    action.setTimeout(Times.orNoLimit(forward.delivery().timeouts().request()));
    RetryPolicies.of(forward.delivery()).ifPresent(action::setRetryPolicy);
    action.addAllRequestMirrorPolicies(Mirrors.of(forward.delivery().mirrors()));
    // Gateway API: the share of an invalid backend is answered with 500; Envoy says 503 by default
    // for a cluster that it does not know. A known cluster without endpoints stays 503.
    action.setClusterNotFoundResponseCode(notFound(failures, rule.origin()));
    path(forward, action, rule);
    session(route, forward, rule);
    if (forward.destinations().size() == 1) {
      single(route, action, forward);
    } else {
      weighted(action, forward);
    }
    forward.delivery().hash().forEach(key -> action.addHashPolicy(HashPolicies.of(key)));
    if (rule.cors() != null) {
      route.putTypedPerFilterConfig(CorsPolicies.FILTER, CorsPolicies.of(rule.cors()));
    }
    route.setRoute(action);
    requireHostUntouched(route, action, rule.origin());
  }

  /** Envoy chooses a weighted cluster first, and looks for the session's endpoint only there. */
  private static void session(Route.Builder route, Forward forward, RouteRule rule)
      throws Unsupported {
    SessionPersistence session = forward.delivery().session();
    if (session == null) {
      return;
    }
    if (forward.destinations().size() > 1) {
      throw new Unsupported(new Caveat("session persistence over several backends", rule.origin()));
    }
    route.putTypedPerFilterConfig(
        StatefulSessions.FILTER, StatefulSessions.of(session, rule.match().path()));
  }

  /** All shares want the same path here. */
  private static void path(Forward forward, RouteAction.Builder action, RouteRule rule) {
    PathRewrite path = PathShares.path(forward, forward.destinations().getFirst());
    if (path != null) {
      PathRewrites.of(path, rule.match().ignoreCase()).ifPresent(action::setRegexRewrite);
    }
  }

  private static void single(Route.Builder route, RouteAction.Builder action, Forward forward) {
    WeightedDestination only = forward.destinations().getFirst();
    action.setCluster(Names.cluster(only.destination()));
    String host = host(forward, only);
    if (host != null) {
      action.setHostRewriteLiteral(host);
    }
    HeaderMutations request =
        HeaderMutations.of(forward.changes().request(), only.changes().request());
    HeaderMutations response =
        HeaderMutations.of(forward.changes().response(), only.changes().response());
    route
        .addAllRequestHeadersToRemove(request.remove())
        .addAllRequestHeadersToAdd(request.add())
        .addAllResponseHeadersToRemove(response.remove())
        .addAllResponseHeadersToAdd(response.add());
  }

  private static void weighted(RouteAction.Builder action, Forward forward) {
    WeightedCluster.Builder clusters = WeightedCluster.newBuilder();
    for (WeightedDestination share : forward.destinations()) {
      HeaderMutations request =
          HeaderMutations.of(forward.changes().request(), share.changes().request());
      HeaderMutations response =
          HeaderMutations.of(forward.changes().response(), share.changes().response());
      ClusterWeight.Builder weight =
          ClusterWeight.newBuilder()
              .setName(Names.cluster(share.destination()))
              .setWeight(UInt32Value.of(share.weight()))
              .addAllRequestHeadersToRemove(request.remove())
              .addAllRequestHeadersToAdd(request.add())
              .addAllResponseHeadersToRemove(response.remove())
              .addAllResponseHeadersToAdd(response.add());
      String host = host(forward, share);
      if (host != null) {
        weight.setHostRewriteLiteral(host);
      }
      clusters.addClusters(weight);
    }
    action.setWeightedClusters(clusters);
  }

  private static @Nullable String host(Forward forward, WeightedDestination share) {
    return share.changes().host() != null ? share.changes().host() : forward.changes().host();
  }

  private static List<Integer> failures(List<WeightedDestination> destinations) {
    return destinations.stream()
        .map(WeightedDestination::destination)
        .filter(Destination.Invalid.class::isInstance)
        .map(destination -> ((Destination.Invalid) destination).status())
        .toList();
  }

  private static ClusterNotFoundResponseCode notFound(List<Integer> failures, Origin origin)
      throws Unsupported {
    List<Integer> statuses = failures.stream().distinct().toList();
    if (statuses.isEmpty() || statuses.equals(List.of(500))) {
      return ClusterNotFoundResponseCode.INTERNAL_SERVER_ERROR;
    }
    if (statuses.equals(List.of(503))) {
      return ClusterNotFoundResponseCode.SERVICE_UNAVAILABLE;
    }
    if (statuses.equals(List.of(404))) {
      return ClusterNotFoundResponseCode.NOT_FOUND;
    }
    throw new Unsupported(new Caveat("shares answered with the statuses " + statuses, origin));
  }

  /** Envoy refuses mutations of Host, and with them the whole route configuration. */
  private static void requireHostUntouched(
      Route.Builder route, RouteAction.Builder action, Origin origin) throws Unsupported {
    boolean touched =
        new HeaderMutations(
                route.getRequestHeadersToRemoveList(), route.getRequestHeadersToAddList())
            .touchesHost();
    for (ClusterWeight weight : action.getWeightedClusters().getClustersList()) {
      touched |=
          new HeaderMutations(
                  weight.getRequestHeadersToRemoveList(), weight.getRequestHeadersToAddList())
              .touchesHost();
    }
    if (touched) {
      throw new Unsupported(
          new Caveat("Host changed as a header (URLRewrite.hostname does that)", origin));
    }
  }
}
