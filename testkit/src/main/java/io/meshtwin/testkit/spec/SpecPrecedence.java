package io.meshtwin.testkit.spec;

import java.util.Comparator;
import java.util.List;

/**
 * HTTPRouteRule.matches: "Proxy or Load Balancer routing configuration generated from HTTPRoutes
 * MUST prioritize matches based on the following criteria, continuing on ties". Expressions stand
 * between exact and prefix, a choice that the specification leaves open.
 */
final class SpecPrecedence {
  private static final List<String> TYPES = List.of("Exact", "RegularExpression", "PathPrefix");

  private SpecPrecedence() {}

  /** The best first; equal ones keep the order of the manifest, so the sort must be stable. */
  static Comparator<SpecMatch> bestFirst() {
    Comparator<SpecMatch> hostname =
        Comparator.<SpecMatch>comparingInt(m -> exactHostname(m.hostname()))
            .thenComparingInt(m -> m.hostname().length())
            .reversed();
    return hostname
        .thenComparingInt(m -> TYPES.indexOf(m.pathType()))
        .thenComparingInt(m -> -m.pathLength())
        .thenComparingInt(m -> m.match().has("method") ? 0 : 1)
        .thenComparingInt(m -> -m.match().path("headers").size())
        .thenComparingInt(m -> -m.match().path("queryParams").size())
        .thenComparing(SpecMatch::created)
        .thenComparing(SpecMatch::routeName);
  }

  private static int exactHostname(String hostname) {
    return hostname.isEmpty() || hostname.startsWith("*") ? 0 : 1;
  }
}
