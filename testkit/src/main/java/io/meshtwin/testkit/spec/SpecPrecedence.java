package io.meshtwin.testkit.spec;

import java.util.Comparator;
import java.util.List;

/**
 * HTTPRouteRule.matches and GRPCRouteRule.matches: "Proxy or Load Balancer routing configuration
 * generated from HTTPRoutes MUST prioritize matches based on the following criteria, continuing on
 * ties". Expressions stand between exact and prefix, a choice that the specification leaves open.
 */
final class SpecPrecedence {
  private static final List<String> TYPES = List.of("Exact", "RegularExpression", "PathPrefix");

  private SpecPrecedence() {}

  /** The best first; equal ones keep the order of the manifest, so the sort must be stable. */
  static Comparator<SpecMatch> bestFirst() {
    Comparator<SpecMatch> hostname =
        Comparator.<SpecMatch>comparingInt(m -> SpecHostnames.rank(m.hostname())).reversed();
    return hostname
        .thenComparingInt(m -> TYPES.indexOf(m.pathType()))
        .thenComparingInt(m -> -m.pathLength())
        .thenComparingInt(m -> -m.serviceLength())
        .thenComparingInt(m -> -m.methodRank())
        .thenComparingInt(m -> -m.match().path("headers").size())
        .thenComparingInt(m -> -m.match().path("queryParams").size())
        .thenComparing(SpecMatch::route, SpecObjects.OLDEST);
  }
}
