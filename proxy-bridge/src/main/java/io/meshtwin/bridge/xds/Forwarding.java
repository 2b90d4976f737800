package io.meshtwin.bridge.xds;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.ClusterNotFoundResponseCode;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteAction.Forward;
import io.meshtwin.twin.routing.Timeouts;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code RouteAction}: to one cluster, or to several by weight, with changes on the way. */
final class Forwarding {
  private static final int NO_VALID_BACKEND = 500;

  private Forwarding() {}

  /** Puts the action into a route. */
  static void into(Route.Builder route, Forward forward, Origin origin) throws Unsupported {
    List<Integer> failures = failures(forward.destinations());
    if (forward.destinations().size() == failures.size()) {
      int status = failures.isEmpty() ? NO_VALID_BACKEND : failures.getFirst();
      if (failures.stream().distinct().count() <= 1) {
        route.setDirectResponse(DirectResponses.status(status));
        return;
      }
    }
    RouteAction.Builder action = RouteAction.newBuilder();
    times(action, forward.delivery().timeouts());
    // Gateway API: the share of an invalid backend is answered with 500; Envoy says 503 by default
    // for a cluster that it does not know. A known cluster without endpoints stays 503.
    action.setClusterNotFoundResponseCode(notFound(failures, origin));
    path(forward, origin, action);
    if (forward.destinations().size() == 1) {
      single(route, action, forward);
    } else {
      weighted(action, forward);
    }
    route.setRoute(action);
    requireHostUntouched(route, action, origin);
  }

  private static void single(Route.Builder route, RouteAction.Builder action, Forward forward) {
    WeightedDestination only = forward.destinations().getFirst();
    action.setCluster(cluster(only.destination()));
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
              .setName(cluster(share.destination()))
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

  private static String cluster(Destination destination) {
    return switch (destination) {
      case Destination.ToService service -> Names.cluster(service.service());
      case Destination.Invalid invalid -> Names.NO_CLUSTER;
    };
  }

  /** A weighted cluster has no path rewrite of its own, so all shares must want the same path. */
  private static void path(Forward forward, Origin origin, RouteAction.Builder action)
      throws Unsupported {
    List<@Nullable PathRewrite> wanted = new java.util.ArrayList<>();
    for (WeightedDestination share : forward.destinations()) {
      PathRewrite own = share.changes().path();
      PathRewrite path = own != null ? own : forward.changes().path();
      if (wanted.stream().noneMatch(other -> Objects.equals(other, path))) {
        wanted.add(path);
      }
    }
    if (wanted.size() > 1) {
      throw new Unsupported(
          new Caveat("backends of one rule with different path rewrites", origin));
    }
    PathRewrite path = wanted.getFirst();
    if (path != null) {
      PathRewrites.of(path).ifPresent(action::setRegexRewrite);
    }
  }

  private static void times(RouteAction.Builder action, Timeouts timeouts) {
    // Unset would be Envoy's default of 15 seconds; zero is none.
    action.setTimeout(Times.orNoLimit(timeouts.request()));
    if (Times.limits(timeouts.backendRequest())) {
      // The only place for a limit per try; without retry_on nothing is tried again.
      action.setRetryPolicy(
          RetryPolicy.newBuilder()
              .setNumRetries(UInt32Value.of(0))
              .setPerTryTimeout(Times.orNoLimit(timeouts.backendRequest())));
    }
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
