package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code RouteAction}: to a cluster, or to several by weight. */
final class Forwards {
  private final Clusters clusters;
  private final ResourceKey origin;
  private final Deliveries deliveries;

  Forwards(Clusters clusters, ResourceKey origin) {
    this.clusters = clusters;
    this.origin = origin;
    this.deliveries = new Deliveries(clusters, origin);
  }

  /**
   * What a route asks for beside its action.
   *
   * @param match which requests
   * @param levels what changes headers
   * @param acting what filters do
   * @param retries the virtual host's, null for none
   */
  record Asked(
      RouteMatch match, HeaderLevels levels, HttpFilters.Acting acting, @Nullable Entry retries) {}

  /** Sent on; the cluster that a header names is null for those of {@link #clusterHeader}. */
  RouteAction.Forward of(Entry action, Asked asked, @Nullable String cluster) {
    decideNothing(action);
    Delivery delivery = deliveries.of(action, asked);
    PathRewrite path = Rewrites.of(action, asked.match());
    SortedMap<String, String> subset = Subsets.demanded(action);
    int notFound = notFound(action);
    var shares = new ArrayList<WeightedDestination>();
    if (action.has("weighted_clusters")) {
      Entry all = action.message("weighted_clusters", "WeightedCluster").harmless("total_weight");
      for (Entry share : all.messages("clusters", "ClusterWeight")) {
        weighted(share, action, asked, subset, notFound).ifPresent(shares::add);
      }
    } else {
      String name = cluster == null ? action.text("cluster") : cluster;
      Destination to = clusters.of(name, subset, notFound);
      var changes = changes(asked.levels(), null, host(action), path);
      shares.add(new WeightedDestination(1, to, changes, origin(action)));
      return new RouteAction.Forward(shares, Changes.NONE, delivery);
    }
    var rewritten = new ArrayList<WeightedDestination>();
    for (WeightedDestination share : shares) {
      Changes own = share.changes();
      var changes = new Changes(own.request(), own.response(), own.host(), path);
      rewritten.add(
          new WeightedDestination(share.weight(), share.destination(), changes, share.origin()));
    }
    return new RouteAction.Forward(rewritten, Changes.NONE, delivery);
  }

  private java.util.Optional<WeightedDestination> weighted(
      Entry share, Entry action, Asked asked, SortedMap<String, String> subset, int notFound) {
    int weight = share.number("weight", 0);
    if (share.has("typed_per_filter_config")) {
      share.refuse("typed_per_filter_config");
    }
    var own = new TreeMap<>(subset);
    own.putAll(Subsets.demanded(share));
    Destination to =
        clusters.of(share.text("name"), Collections.unmodifiableSortedMap(own), notFound);
    String host = share.text("host_rewrite_literal");
    var changes = changes(asked.levels(), share, host.isEmpty() ? host(action) : host, null);
    return weight < 1
        ? java.util.Optional.empty()
        : java.util.Optional.of(new WeightedDestination(weight, to, changes, origin(share)));
  }

  /** The header whose value is the cluster's name; empty where another thing says it. */
  static String clusterHeader(Entry action) {
    return action.text("cluster_header").toLowerCase(java.util.Locale.ROOT);
  }

  private static Changes changes(
      HeaderLevels levels,
      @Nullable Entry share,
      @Nullable String host,
      @Nullable PathRewrite path) {
    HeaderChanges request = levels.changes(share, HeaderLevels.REQUEST);
    HeaderChanges response = levels.changes(share, HeaderLevels.RESPONSE);
    return new Changes(request, response, host, path);
  }

  private static @Nullable String host(Entry action) {
    String host = action.text("host_rewrite_literal");
    return host.isEmpty() ? null : host;
  }

  static int notFound(Entry action) {
    return switch (action.text("cluster_not_found_response_code")) {
      case "NOT_FOUND" -> 404;
      case "INTERNAL_SERVER_ERROR" -> 500;
      default -> 503;
    };
  }

  /** Idle times, rate limits without their filter, priorities of circuit breakers. */
  private static void decideNothing(Entry action) {
    action.harmless("idle_timeout", "priority", "rate_limits", "include_vh_rate_limits");
    action.harmless("early_data_policy", "flush_timeout");
    Entry most = action.message("max_stream_duration", "MaxStreamDuration");
    for (String field : List.of("max_stream_duration", "grpc_timeout_header_max")) {
      java.time.Duration limit = most.time(field);
      if (limit != null && !limit.isZero()) {
        most.refuse(field);
      }
    }
  }

  private Origin origin(Entry entry) {
    return new Origin(origin, entry.place(), null);
  }
}
