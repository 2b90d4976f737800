package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code ClusterLoadAssignment}: who is asked, by what the control plane says of their health. What
 * Envoy found out by itself is not in a dump.
 */
final class EndpointReader {
  private static final String MATCH = "envoy.transport_socket_match";
  private static final String SUBSET = "envoy.lb";

  /** This bridge's: how much of an endpoint's weight is which Service's. */
  private static final String SHARES = "meshtwin.shares";

  private static final int HALF = 50;
  private static final int USUAL_FACTOR = 140;
  private static final long PRECISION = 10_000;

  private EndpointReader() {}

  /**
   * An endpoint with what chooses it.
   *
   * @param subset the metadata that subsets are made by
   * @param shares what of its weight is each Service's; empty where that is not said
   */
  record Seen(
      Endpoint endpoint,
      boolean healthy,
      int priority,
      Entry subset,
      SortedMap<String, Integer> shares) {
    /** As much of it as is a Service's; empty where nothing is. */
    Stream<Seen> of(String service) {
      Integer share = shares.get(service);
      return share == null
          ? Stream.empty()
          : Stream.of(new Seen(endpoint.weighing(share), healthy, priority, subset, shares));
    }
  }

  /**
   * All endpoints; what is not modelled the assignment tells.
   *
   * @param byLocality whether localities share the requests by their own weights
   */
  static List<Seen> all(Entry assignment, boolean byLocality) {
    assignment.harmless("cluster_name", "named_endpoints");
    Entry policy = assignment.message("policy", "Policy");
    if (policy.number("overprovisioning_factor", USUAL_FACTOR) != USUAL_FACTOR) {
      policy.refuse("overprovisioning_factor");
    }
    var result = new ArrayList<@Nullable Seen>();
    for (Entry locality : assignment.messages("endpoints", "LocalityLbEndpoints")) {
      locality.harmless("locality", "proximity", "metadata");
      int priority = locality.number("priority", 0);
      int share = locality.number("load_balancing_weight", 0);
      List<Entry> all = locality.messages("lb_endpoints", "LbEndpoint");
      long sum = all.stream().mapToLong(EndpointReader::weight).sum();
      for (Entry lb : all) {
        long own = weight(lb);
        result.add(seen(lb, (int) (byLocality ? own * share * PRECISION / sum : own), priority));
      }
    }
    // Envoy never asks a locality without a weight, once localities have weights.
    return result.stream().filter(Objects::nonNull).toList();
  }

  static int localities(Entry assignment) {
    return assignment.apart("endpoints", "LocalityLbEndpoints").size();
  }

  private static int weight(Entry lb) {
    return Math.max(1, lb.number("load_balancing_weight", 1));
  }

  private static @Nullable Seen seen(Entry lb, int weight, int priority) {
    if (weight < 1) {
      lb.harmless();
      return null;
    }
    Entry endpoint = lb.message("endpoint", "Endpoint");
    endpoint.harmless("hostname", "health_check_config", "additional_addresses");
    Entry address = endpoint.message("address", "Address");
    Entry socket = address.message("socket_address", "SocketAddress");
    socket.harmless("protocol", "resolver_name", "ipv4_compat");
    Entry metadata = lb.message("metadata", "Metadata").harmless("typed_filter_metadata");
    Entry filters = metadata.message("filter_metadata", "Struct").harmless();
    Entry match = filters.message(MATCH, "Struct").harmless();
    String ip = socket.text("address");
    int port = socket.number("port_value", 0);
    String health = lb.text("health_status");
    if (health.equals("DEGRADED")) {
      lb.refuse("health_status DEGRADED");
    }
    String name = ip + ":" + port;
    boolean mutual = match.text("tlsMode").equals("istio");
    boolean healthy = health.isEmpty() || health.equals("UNKNOWN") || health.equals("HEALTHY");
    return new Seen(
        new Endpoint(name, ip, port, name, weight, mutual),
        healthy,
        priority,
        filters.message(SUBSET, "Struct").harmless(),
        shares(filters.message(SHARES, "Struct").harmless()));
  }

  private static SortedMap<String, Integer> shares(Entry struct) {
    var result = new TreeMap<String, Integer>();
    struct.json().properties().forEach(one -> result.put(one.getKey(), one.getValue().asInt()));
    return result;
  }

  /**
   * Those that are asked: the healthy ones, or all where too few are (Envoy's panic threshold).
   *
   * @param panic percent of endpoints below which health does not count
   * @param cluster told where priorities share the requests
   */
  static List<Endpoint> asked(List<Seen> all, int panic, Entry cluster) {
    int first = all.stream().mapToInt(Seen::priority).min().orElse(0);
    List<Seen> priority = all.stream().filter(seen -> seen.priority() == first).toList();
    List<Seen> healthy = priority.stream().filter(Seen::healthy).toList();
    boolean lower = priority.size() < all.size();
    // By Envoy's overprovisioning factor of 140 percent a priority that is whole takes all.
    if (lower && healthy.size() * 140 < priority.size() * 100) {
      cluster.refuse("requests shared out over priorities");
    }
    boolean few = healthy.size() * 100 < priority.size() * panic;
    return (few ? priority : healthy).stream().map(Seen::endpoint).toList();
  }

  /** The threshold that a cluster sets. */
  static int panic(Entry common) {
    Entry percent = common.message("healthy_panic_threshold", "Percent");
    return percent.has("value")
        ? percent.number("value", 0)
        : common.has("healthy_panic_threshold") ? 0 : HALF;
  }
}
