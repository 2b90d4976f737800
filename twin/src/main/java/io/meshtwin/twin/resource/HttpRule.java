package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;

/**
 * A rule of an HTTPRoute.
 *
 * @param name the rule's name, empty where it has none
 * @param matches any of which takes a request; never empty
 * @param filters in the order of the manifest
 * @param backends by weight
 * @param sending limits in time, retries, session
 * @param field the rule's path
 */
public record HttpRule(
    String name,
    List<HttpMatch> matches,
    List<HttpFilter> filters,
    List<BackendRef> backends,
    Sending sending,
    String field) {
  /** The rule that the API server fills in where a route has none. */
  static final HttpRule ABSENT =
      new HttpRule("", List.of(HttpMatch.ANY), List.of(), List.of(), Sending.PLAIN, "spec.rules");

  public HttpRule {
    matches = matches.isEmpty() ? List.of(HttpMatch.any(field)) : List.copyOf(matches);
    filters = List.copyOf(filters);
    backends = List.copyOf(backends);
  }

  static HttpRule read(ResourceKey route, Fields rule) {
    RouteRules.rule(rule);
    FilterRules.list(rule);
    FilterRules.besideMatches(rule);
    var result =
        new HttpRule(
            rule.text("name", ""),
            rule.list("matches", HttpMatch::read),
            rule.list("filters", filter -> FilterReader.read(route, filter)),
            rule.list("backendRefs", ref -> BackendRef.read(route, ref)),
            Sending.read(rule),
            rule.path());
    rule.done();
    return result;
  }
}
