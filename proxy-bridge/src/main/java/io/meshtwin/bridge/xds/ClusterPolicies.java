package io.meshtwin.bridge.xds;

import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.MaglevLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.RingHashLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.meshtwin.twin.routing.UpstreamPolicy;
import io.meshtwin.twin.routing.UpstreamPolicy.Balancing;
import io.meshtwin.twin.routing.UpstreamPolicy.Limits;
import io.meshtwin.twin.routing.UpstreamPolicy.Outliers;

/** How endpoints are chosen, when they are left out, and limits, in a {@code Cluster}. */
final class ClusterPolicies {
  private static final int ALL = 100;

  private ClusterPolicies() {}

  static void into(Cluster.Builder cluster, UpstreamPolicy policy) {
    switch (policy.balancing()) {
      case Balancing.Simple simple -> cluster.setLbPolicy(LbPolicy.valueOf(simple.name()));
      case Balancing.Ring ring ->
          cluster
              .setLbPolicy(LbPolicy.RING_HASH)
              .setRingHashLbConfig(
                  RingHashLbConfig.newBuilder()
                      .setMinimumRingSize(UInt64Value.of(ring.minimumSize())));
      case Balancing.Maglev maglev ->
          cluster
              .setLbPolicy(LbPolicy.MAGLEV)
              .setMaglevLbConfig(
                  MaglevLbConfig.newBuilder().setTableSize(UInt64Value.of(maglev.tableSize())));
    }
    if (policy.outliers() != null) {
      cluster.setOutlierDetection(outliers(policy.outliers()));
      cluster
          .getCommonLbConfigBuilder()
          .getHealthyPanicThresholdBuilder()
          .setValue(policy.outliers().minHealthPercent());
    }
    if (policy.limits() != null) {
      limits(cluster, policy.limits());
    }
  }

  private static OutlierDetection outliers(Outliers outliers) {
    OutlierDetection.Builder detection =
        OutlierDetection.newBuilder()
            .setSplitExternalLocalOriginErrors(outliers.split())
            .setEnforcingSuccessRate(UInt32Value.of(0));
    if (outliers.consecutive5xx() != null) {
      detection
          .setConsecutive5Xx(UInt32Value.of(outliers.consecutive5xx()))
          .setEnforcingConsecutive5Xx(UInt32Value.of(outliers.consecutive5xx() > 0 ? ALL : 0));
    }
    if (outliers.consecutiveGateway() != null) {
      detection
          .setConsecutiveGatewayFailure(UInt32Value.of(outliers.consecutiveGateway()))
          .setEnforcingConsecutiveGatewayFailure(
              UInt32Value.of(outliers.consecutiveGateway() > 0 ? ALL : 0));
    }
    if (outliers.consecutiveLocal() != null) {
      detection
          .setConsecutiveLocalOriginFailure(UInt32Value.of(outliers.consecutiveLocal()))
          .setEnforcingConsecutiveLocalOriginFailure(
              UInt32Value.of(outliers.consecutiveLocal() > 0 ? ALL : 0));
    }
    if (outliers.interval() != null) {
      detection.setInterval(Times.orNoLimit(outliers.interval()));
    }
    if (outliers.baseEjectionTime() != null) {
      detection.setBaseEjectionTime(Times.orNoLimit(outliers.baseEjectionTime()));
    }
    if (outliers.maxEjectionPercent() != null) {
      detection.setMaxEjectionPercent(UInt32Value.of(outliers.maxEjectionPercent()));
    }
    return detection.build();
  }

  private static void limits(Cluster.Builder cluster, Limits limits) {
    CircuitBreakers.Thresholds.Builder thresholds =
        cluster.getCircuitBreakersBuilder().getThresholdsBuilder(0);
    if (limits.maxConnections() > 0) {
      thresholds.setMaxConnections(UInt32Value.of(limits.maxConnections()));
    }
    if (limits.maxPendingRequests() > 0) {
      thresholds.setMaxPendingRequests(UInt32Value.of(limits.maxPendingRequests()));
    }
    if (limits.maxRequests() > 0) {
      thresholds.setMaxRequests(UInt32Value.of(limits.maxRequests()));
    }
    if (limits.maxRetries() > 0) {
      thresholds.setMaxRetries(UInt32Value.of(limits.maxRetries()));
    }
    if (limits.connectTimeout() != null) {
      cluster.setConnectTimeout(Times.orNoLimit(limits.connectTimeout()));
    }
  }
}
