package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.HashKey;
import io.meshtwin.twin.routing.Mirror;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Retries;
import io.meshtwin.twin.routing.Timeouts;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Timeouts, retries, mirrors and hash policies of a {@code RouteAction}. */
final class Deliveries {
  private static final Duration ENVOYS_TIMEOUT = Duration.ofSeconds(15);

  private final Clusters clusters;
  private final ResourceKey origin;

  Deliveries(Clusters clusters, ResourceKey origin) {
    this.clusters = clusters;
    this.origin = origin;
  }

  Delivery of(Entry action, Forwards.Asked asked) {
    Duration request = action.time("timeout");
    Entry policy =
        action.has("retry_policy")
            ? action.message("retry_policy", "RetryPolicy")
            : asked.retries();
    Retries retries = policy == null ? null : retries(policy);
    Duration tries = policy == null ? null : policy.time("per_try_timeout");
    var mirrors = new ArrayList<Mirror>();
    for (Entry mirror : action.messages("request_mirror_policies", "RequestMirrorPolicy")) {
      mirror(mirror, mirrors);
    }
    return new Delivery(
        new Timeouts(request == null ? ENVOYS_TIMEOUT : request, tries),
        retries,
        mirrors,
        asked.acting().session(),
        asked.acting().fault(),
        action.messages("hash_policy", "HashPolicy").stream()
            .flatMap(hash -> java.util.stream.Stream.ofNullable(key(hash)))
            .toList());
  }

  /** Asks for all that a policy of a virtual host can say, so that the rest is told there. */
  static void look(Entry policy) {
    policy.time("per_try_timeout");
    retries(policy);
  }

  /** Which endpoint is tried next, and how long that waits, decides no answer. */
  private static @Nullable Retries retries(Entry policy) {
    policy.harmless("retry_host_predicate", "host_selection_retry_max_attempts");
    policy.harmless("rate_limited_retry_back_off", "retry_priority", "per_try_idle_timeout");
    String on = policy.text("retry_on");
    int attempts = policy.number("num_retries", 1);
    List<Integer> statuses =
        policy.texts("retriable_status_codes").stream().map(Integer::valueOf).toList();
    Entry back = policy.message("retry_back_off", "RetryBackOff").harmless("max_interval");
    Duration wait = back.time("base_interval");
    return on.isEmpty() || attempts == 0
        ? null
        : new Retries(attempts, Arrays.asList(on.split(",")), statuses, wait);
  }

  private void mirror(Entry mirror, List<Mirror> mirrors) {
    mirror.harmless("trace_sampled", "disable_shadow_host_suffix_append");
    mirror.harmless("host_rewrite_literal", "request_headers_mutations");
    Destination to = clusters.of(mirror.text("cluster"), Collections.emptySortedMap(), 503);
    int share =
        mirror.has("runtime_fraction")
            ? Fractions.perMillion(mirror.message("runtime_fraction", "RuntimeFractionalPercent"))
            : Fractions.MILLION;
    if (share > 0 && to instanceof Destination.ToService) {
      mirrors.add(
          new Mirror(to, share, Fractions.MILLION, new Origin(origin, mirror.place(), null)));
    }
  }

  private static @Nullable HashKey key(Entry hash) {
    if (hash.has("header")) {
      return new HashKey.Header(hash.message("header", "Header").text("header_name"));
    }
    if (hash.has("query_parameter")) {
      return new HashKey.Query(hash.message("query_parameter", "QueryParameter").text("name"));
    }
    if (hash.has("connection_properties")) {
      boolean source =
          hash.message("connection_properties", "ConnectionProperties").flag("source_ip", false);
      return source ? new HashKey.SourceAddress() : null;
    }
    if (hash.has("cookie")) {
      Entry cookie = hash.message("cookie", "Cookie");
      var attributes = new TreeMap<String, String>();
      for (Entry attribute : cookie.messages("attributes", "CookieAttribute")) {
        attributes.put(attribute.text("name"), attribute.text("value"));
      }
      return new HashKey.Cookie(
          cookie.text("name"), cookie.text("path"), cookie.time("ttl"), attributes);
    }
    return null;
  }
}
