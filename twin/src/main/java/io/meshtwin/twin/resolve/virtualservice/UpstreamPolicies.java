package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.TrafficPolicy.ConnectionPool;
import io.meshtwin.twin.resource.TrafficPolicy.Hash;
import io.meshtwin.twin.resource.TrafficPolicy.LoadBalancer;
import io.meshtwin.twin.resource.TrafficPolicy.Outlier;
import io.meshtwin.twin.routing.UpstreamPolicy;
import io.meshtwin.twin.routing.UpstreamPolicy.Balancing;
import io.meshtwin.twin.routing.UpstreamPolicy.Limits;
import io.meshtwin.twin.routing.UpstreamPolicy.Outliers;
import io.meshtwin.twin.routing.UpstreamPolicy.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a DestinationRule's policy makes of a cluster ({@code cluster_traffic_policy.go}), with what
 * MeshConfig says where it is silent ({@code applyDefaultTrafficPolicy}, {@code shouldH2Upgrade}).
 */
final class UpstreamPolicies {
  /** istiod's, where a ring's size is not said. */
  private static final long RING = 1024;

  private final @Nullable ConnectionPool byDefault;
  private final boolean upgrades;
  private final boolean keepsCase;

  UpstreamPolicies(MeshConfig config) {
    byDefault = config.defaultPool();
    upgrades = config.upgradesToHttp2();
    keepsCase = config.keepsHeaderCase();
  }

  UpstreamPolicy of(HostPolicy policy) {
    ConnectionPool pool = policy.pool() == null ? byDefault : policy.pool();
    var result =
        new UpstreamPolicy(
            balancing(policy.balancer()), outliers(policy.outlier()), limits(pool), version(pool));
    return result.equals(UpstreamPolicy.NONE) ? UpstreamPolicy.NONE : result;
  }

  /** istiod's own default is LEAST_REQUEST, which on average shares as turns do. */
  private static Balancing balancing(@Nullable LoadBalancer balancer) {
    if (balancer == null) {
      return Balancing.Simple.ROUND_ROBIN;
    }
    Hash hash = balancer.hash();
    if (hash != null) {
      return hash.maglev() == null
          ? new Balancing.Ring(hash.minimumRingSize() == null ? RING : hash.minimumRingSize())
          : new Balancing.Maglev(hash.maglev());
    }
    return switch (balancer.simple()) {
      case "LEAST_CONN", "LEAST_REQUEST" -> new Balancing.Simple("LEAST_REQUEST");
      case "RANDOM" -> new Balancing.Simple("RANDOM");
      default -> Balancing.Simple.ROUND_ROBIN;
    };
  }

  /** What of a policy decides who answers, and is not modelled. */
  static List<String> unmodelled(HostPolicy policy) {
    LoadBalancer balancer = policy.balancer();
    if (balancer == null) {
      return List.of();
    }
    if (balancer.simple().equals("PASSTHROUGH")) {
      return List.of("load balancing PASSTHROUGH");
    }
    return List.of();
  }

  private Version version(@Nullable ConnectionPool pool) {
    if (pool != null && pool.useClientProtocol()) {
      return Version.OF_THE_CLIENT;
    }
    if (keepsCase) {
      // A cluster with options of HTTP/1 is not upgraded (setH2Options).
      return Version.OF_THE_PORT;
    }
    return switch (pool == null ? "DEFAULT" : pool.h2UpgradePolicy()) {
      case "UPGRADE" -> Version.SECOND;
      case "DO_NOT_UPGRADE" -> Version.OF_THE_PORT;
      default -> upgrades ? Version.SECOND_FOR_HTTP : Version.OF_THE_PORT;
    };
  }

  private static @Nullable Outliers outliers(@Nullable Outlier outlier) {
    return outlier == null
        ? null
        : new Outliers(
            outlier.consecutive5xx(),
            outlier.consecutiveGateway(),
            outlier.consecutiveLocal(),
            outlier.splitLocalErrors(),
            outlier.interval(),
            outlier.baseEjectionTime(),
            outlier.maxEjectionPercent() == 0 ? null : (Integer) outlier.maxEjectionPercent(),
            outlier.minHealthPercent());
  }

  private static @Nullable Limits limits(@Nullable ConnectionPool pool) {
    if (pool == null) {
      return null;
    }
    var limits =
        new Limits(
            pool.maxConnections(),
            pool.http1MaxPendingRequests(),
            pool.http2MaxRequests(),
            pool.maxRetries(),
            pool.maxRequestsPerConnection(),
            pool.connectTimeout(),
            pool.idleTimeout());
    return limits.equals(new Limits(0, 0, 0, 0, 0, null, null)) ? null : limits;
  }
}
