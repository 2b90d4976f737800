package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.twin.routing.Preference;
import io.meshtwin.twin.routing.UpstreamPolicy;
import io.meshtwin.twin.routing.UpstreamPolicy.Balancing;
import io.meshtwin.twin.routing.UpstreamPolicy.Limits;
import io.meshtwin.twin.routing.UpstreamPolicy.Outliers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How endpoints are chosen and how much they are given, in the words of Istio's TrafficPolicy. */
public final class PolicyJson {
  private PolicyJson() {}

  /** One member for each thing that it says; in turn and without limits says nothing. */
  public static ObjectNode of(UpstreamPolicy policy) {
    ObjectNode json = Json.object();
    balancing(json, policy.balancing());
    if (policy.outliers() != null) {
      outliers(json, policy.outliers());
    }
    if (policy.limits() != null) {
      limits(json, policy.limits());
    }
    if (policy.near() != null) {
      localities(json, policy.near());
    }
    return json;
  }

  private static void balancing(ObjectNode json, Balancing balancing) {
    switch (balancing) {
      case Balancing.Simple simple -> {
        if (!simple.equals(Balancing.Simple.ROUND_ROBIN)) {
          json.put("balancing", simple.name());
        }
      }
      case Balancing.Ring ring ->
          json.put("balancing", "RING_HASH").put("minimumRingSize", ring.minimumSize());
      case Balancing.Maglev maglev ->
          json.put("balancing", "MAGLEV").put("tableSize", maglev.tableSize());
    }
  }

  private static void outliers(ObjectNode json, Outliers outliers) {
    json.put("outlierDetection", true);
    put(json, "consecutive5xxErrors", outliers.consecutive5xx());
    put(json, "consecutiveGatewayErrors", outliers.consecutiveGateway());
    put(json, "consecutiveLocalOriginFailures", outliers.consecutiveLocal());
    if (outliers.split()) {
      json.put("splitExternalLocalOriginErrors", true);
    }
    put(json, "interval", outliers.interval());
    put(json, "baseEjectionTime", outliers.baseEjectionTime());
    put(json, "maxEjectionPercent", outliers.maxEjectionPercent());
    json.put("minHealthPercent", outliers.minHealthPercent());
  }

  private static void limits(ObjectNode json, Limits limits) {
    limit(json, "maxConnections", limits.maxConnections());
    limit(json, "http1MaxPendingRequests", limits.maxPendingRequests());
    limit(json, "http2MaxRequests", limits.maxRequests());
    limit(json, "maxRetries", limits.maxRetries());
    limit(json, "maxRequestsPerConnection", limits.maxRequestsPerConnection());
    put(json, "connectTimeout", limits.connectTimeout());
    put(json, "idleTimeout", limits.idleTimeout());
  }

  private static void localities(ObjectNode json, Preference preference) {
    switch (preference) {
      case Preference.Shared shared -> {
        ObjectNode shares = json.putObject("distribute");
        shared.shares().forEach(shares::put);
      }
      case Preference.Ordered ordered -> {
        if (!ordered.labels().isEmpty()) {
          ArrayNode labels = json.putArray("failoverPriority");
          ordered.labels().forEach(label -> labels.add(label.name() + "=" + label.value()));
        }
        if (ordered.near() != null) {
          near(json, ordered.near());
        }
      }
    }
  }

  private static void near(ObjectNode json, Preference.Near near) {
    json.put(near.regions() ? "regionOf" : "nearestTo", near.client());
    if (!near.next().isEmpty()) {
      json.put("failover", near.next());
    }
  }

  private static void limit(ObjectNode json, String name, int value) {
    if (value != 0) {
      json.put(name, value);
    }
  }

  private static void put(ObjectNode json, String name, @Nullable Integer value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static void put(ObjectNode json, String name, @Nullable Duration value) {
    if (value != null) {
      json.put(name, GoDuration.of(value));
    }
  }
}
