package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resolve.virtualservice.MergedDestinationRule.SubsetRule;
import io.meshtwin.twin.resource.TrafficPolicy;
import io.meshtwin.twin.routing.HashKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of a request its endpoint is chosen by, as DestinationRules say. */
final class HashKeys {
  private HashKeys() {}

  /**
   * For a VirtualService's destination ({@code HashForHTTPDestination}): a policy for a port counts
   * only where the destination names the port.
   */
  static Optional<HashKey> of(
      @Nullable MergedDestinationRule rule, @Nullable Integer port, @Nullable SubsetRule subset) {
    if (rule == null) {
      return Optional.empty();
    }
    TrafficPolicy own = subset == null ? null : subset.subset().policy();
    TrafficPolicy all = rule.policy() == null ? null : rule.policy().policy();
    for (TrafficPolicy.Hash hash :
        java.util.Arrays.asList(atPort(own, port), hash(own), atPort(all, port), hash(all))) {
      if (hash != null) {
        return key(hash);
      }
    }
    return Optional.empty();
  }

  /** For a host without rules ({@code hashForService}). */
  static List<HashKey> ofHost(@Nullable MergedDestinationRule rule, int port) {
    if (rule == null || rule.policy() == null) {
      return List.of();
    }
    TrafficPolicy policy = rule.policy().policy();
    TrafficPolicy.Hash here = atPort(policy, port);
    TrafficPolicy.Hash hash = here == null ? hash(policy) : here;
    return hash == null ? List.of() : key(hash).stream().toList();
  }

  private static TrafficPolicy.@Nullable Hash hash(@Nullable TrafficPolicy policy) {
    return policy == null || policy.loadBalancer() == null ? null : policy.loadBalancer().hash();
  }

  private static TrafficPolicy.@Nullable Hash atPort(
      @Nullable TrafficPolicy policy, @Nullable Integer port) {
    if (policy == null || port == null) {
      return null;
    }
    return policy.ports().stream()
        .filter(at -> at.port() == port)
        .findFirst()
        .map(at -> hash(at.policy()))
        .orElse(null);
  }

  /** {@code ConsistentHashToHashPolicy}; a balancer that names no key has none. */
  private static Optional<HashKey> key(TrafficPolicy.Hash hash) {
    if (hash.header() != null) {
      return Optional.of(new HashKey.Header(hash.header()));
    }
    TrafficPolicy.Cookie cookie = hash.cookie();
    if (cookie != null) {
      return Optional.of(
          HashKey.Cookie.of(cookie.name(), cookie.path(), cookie.ttl(), cookie.attributes()));
    }
    if (hash.query() != null) {
      return Optional.of(new HashKey.Query(hash.query()));
    }
    return hash.sourceAddress() ? Optional.of(new HashKey.SourceAddress()) : Optional.empty();
  }
}
