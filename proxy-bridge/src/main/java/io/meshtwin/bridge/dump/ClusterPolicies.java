package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.UpstreamPolicy;
import io.meshtwin.twin.routing.UpstreamPolicy.Balancing;
import io.meshtwin.twin.routing.UpstreamPolicy.Limits;
import io.meshtwin.twin.routing.UpstreamPolicy.Outliers;
import io.meshtwin.twin.routing.UpstreamPolicy.Version;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code lb_policy}, {@code outlier_detection} and {@code circuit_breakers} of a cluster. */
final class ClusterPolicies {
  private static final int ENVOYS_OWN = 1024;
  private static final int ENVOYS_RETRIES = 3;

  /** What control planes set where nobody asked for a limit: this bridge and Envoy, istiod. */
  private static final Set<Duration> USUAL = Set.of(Duration.ofSeconds(5), Duration.ofSeconds(10));

  private ClusterPolicies() {}

  static UpstreamPolicy of(Entry cluster, Entry common, Entry http) {
    Outliers outliers =
        cluster.has("outlier_detection")
            ? outliers(
                cluster.message("outlier_detection", "OutlierDetection"),
                EndpointReader.panic(common))
            : null;
    return new UpstreamPolicy(
        balancing(cluster), outliers, limits(cluster, http), Version.OF_THE_PORT);
  }

  private static Balancing balancing(Entry cluster) {
    String policy = cluster.text("lb_policy");
    cluster.harmless("least_request_lb_config", "round_robin_lb_config");
    if (cluster.has("load_balancing_policy")) {
      return extended(cluster.message("load_balancing_policy", "LoadBalancingPolicy"));
    }
    return switch (policy) {
      case "RING_HASH" -> {
        Entry ring = cluster.message("ring_hash_lb_config", "RingHashLbConfig");
        yield new Balancing.Ring(ring.number("minimum_ring_size", ENVOYS_OWN));
      }
      case "MAGLEV" -> {
        Entry maglev = cluster.message("maglev_lb_config", "MaglevLbConfig");
        yield new Balancing.Maglev(maglev.number("table_size", 65_537));
      }
      case "LEAST_REQUEST", "RANDOM" -> new Balancing.Simple(policy);
      default -> Balancing.Simple.ROUND_ROBIN;
    };
  }

  /** The first of the policies that Envoy knows, by the name of its extension. */
  private static Balancing extended(Entry policy) {
    List<Entry> policies = policy.messages("policies", "Policy");
    policies.stream().skip(1).forEach(Entry::harmless);
    Entry config = policies.getFirst().message("typed_extension_config", "TypedExtensionConfig");
    Entry first = config.harmless("name").typed("typed_config");
    String name = first.type().substring(first.type().lastIndexOf('.') + 1);
    first.harmless("locality_lb_config", "slow_start_config", "choice_count");
    return switch (name) {
      case "RoundRobin" -> Balancing.Simple.ROUND_ROBIN;
      case "LeastRequest" -> new Balancing.Simple("LEAST_REQUEST");
      case "Random" -> new Balancing.Simple("RANDOM");
      default -> {
        policy.refuse(first.type());
        yield Balancing.Simple.ROUND_ROBIN;
      }
    };
  }

  private static Outliers outliers(Entry detection, int panic) {
    detection.harmless();
    return new Outliers(
        given(detection, "consecutive_5xx"),
        given(detection, "consecutive_gateway_failure"),
        given(detection, "consecutive_local_origin_failure"),
        detection.flag("split_external_local_origin_errors", false),
        detection.time("interval"),
        detection.time("base_ejection_time"),
        given(detection, "max_ejection_percent"),
        panic);
  }

  private static @Nullable Integer given(Entry entry, String field) {
    return entry.has(field) ? (Integer) entry.number(field, 0) : null;
  }

  /** None where nothing is limited: all thresholds at their most. */
  private static @Nullable Limits limits(Entry cluster, Entry http) {
    Duration connect = cluster.time("connect_timeout");
    boolean asked = connect != null && !USUAL.contains(connect);
    Entry breakers = cluster.message("circuit_breakers", "CircuitBreakers");
    breakers.harmless("per_host_thresholds");
    List<Entry> all = breakers.messages("thresholds", "Thresholds");
    Entry given =
        all.stream()
            .filter(threshold -> List.of("", "DEFAULT").contains(threshold.text("priority")))
            .findFirst()
            .orElse(Entry.empty("Thresholds", breakers.place()));
    all.forEach(threshold -> threshold.harmless("track_remaining", "retry_budget", "priority"));
    all.stream().filter(threshold -> threshold != given).forEach(Entry::harmless);
    Entry options = http.message("common_http_protocol_options", "HttpProtocolOptions");
    options.harmless("max_connection_duration", "max_headers_count", "max_stream_duration");
    Duration idle = options.time("idle_timeout");
    int perConnection = options.number("max_requests_per_connection", 0);
    cluster.harmless("max_requests_per_connection");
    var limits =
        new Limits(
            most(given, "max_connections", ENVOYS_OWN),
            most(given, "max_pending_requests", ENVOYS_OWN),
            most(given, "max_requests", ENVOYS_OWN),
            most(given, "max_retries", ENVOYS_RETRIES),
            perConnection,
            asked ? connect : null,
            idle);
    return limits.equals(new Limits(0, 0, 0, 0, 0, null, null)) ? null : limits;
  }

  /** 2^32 - 1 is no limit; {@link Entry#number} stops at 2^31 - 1. */
  private static int most(Entry thresholds, String field, int otherwise) {
    int number = thresholds.number(field, otherwise);
    return number == Integer.MAX_VALUE ? 0 : number;
  }
}
