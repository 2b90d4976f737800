package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule of an HTTPRoute.
 *
 * @param name the rule's name, empty where it has none
 * @param matches any of which takes a request; never empty
 * @param filters in the order of the manifest
 * @param backends by weight
 * @param timeouts limits in time
 * @param unmodelled paths of fields that decide something and are not modelled
 * @param field the rule's path
 */
public record HttpRule(
    String name,
    List<HttpMatch> matches,
    List<HttpFilter> filters,
    List<BackendRef> backends,
    Limits timeouts,
    List<String> unmodelled,
    String field) {
  /** A rule's limits in time, null where they are not set. */
  public record Limits(@Nullable Duration request, @Nullable Duration backendRequest) {}

  /** The rule that the API server fills in where a route has none. */
  static final HttpRule ABSENT =
      new HttpRule(
          "",
          List.of(HttpMatch.ANY),
          List.of(),
          List.of(),
          new Limits(null, null),
          List.of(),
          "spec.rules");

  public HttpRule {
    matches = matches.isEmpty() ? List.of(HttpMatch.any(field)) : List.copyOf(matches);
    filters = List.copyOf(filters);
    backends = List.copyOf(backends);
    unmodelled = List.copyOf(unmodelled);
  }

  static HttpRule read(ResourceKey route, Fields rule) {
    Fields timeouts = rule.object("timeouts");
    var limits =
        new Limits(
            GatewayDuration.read(timeouts, "request"),
            GatewayDuration.read(timeouts, "backendRequest"));
    timeouts.done();
    var result =
        new HttpRule(
            rule.text("name", ""),
            rule.list("matches", HttpMatch::read),
            rule.list("filters", HttpFilter::read),
            rule.list("backendRefs", ref -> BackendRef.read(route, ref)),
            limits,
            rule.unmodelled("retry", "sessionPersistence"),
            rule.path());
    rule.done();
    return result;
  }
}
