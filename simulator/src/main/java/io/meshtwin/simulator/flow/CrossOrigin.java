package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.Cors;
import io.meshtwin.twin.routing.HeaderChanges;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A rule's CORS policy at work, as Envoy's {@code cors} filter does it: it answers preflights
 * itself, and adds to the answers that allowed origins get. A preflight of an origin that is not
 * allowed is answered too, without {@code access-control-allow-origin}, where the policy does not
 * send it on ({@code forward_not_matching_preflights}).
 */
public final class CrossOrigin {
  private static final String REQUEST_METHOD = "access-control-request-method";
  private static final String REQUEST_HEADERS = "access-control-request-headers";
  private static final String ALL = "*";

  private final Cors policy;
  private final List<Predicate<String>> origins;

  CrossOrigin(Cors policy) {
    this.policy = policy;
    this.origins = policy.origins().stream().map(Texts::test).toList();
  }

  /** The policy. */
  public Cors policy() {
    return policy;
  }

  /** The answer to a preflight; null for any other request. */
  Effect.@Nullable Respond preflight(Request request) {
    String origin = origin(request);
    String method = request.headers().joined(REQUEST_METHOD);
    if (origin == null || method == null || method.isEmpty()) {
      return null;
    }
    if (!request.method().equals("OPTIONS")) {
      return null;
    }
    if (policy.forwardsUnmatched() && !allows(origin)) {
      return null;
    }
    var headers = new TreeMap<String, String>();
    if (allows(origin)) {
      headers.put("access-control-allow-origin", origin);
    }
    if (policy.credentials()) {
      headers.put("access-control-allow-credentials", "true");
    }
    put(headers, "access-control-allow-methods", policy.methods(), method);
    String asked = request.headers().joined(REQUEST_HEADERS);
    put(headers, "access-control-allow-headers", policy.requestHeaders(), asked);
    if (policy.maxAge() != null) {
      headers.put("access-control-max-age", String.valueOf(policy.maxAge()));
    }
    String words = allows(origin) ? "CORS preflight" : "CORS preflight, origin not allowed";
    return new Effect.Respond(200, words, null, set(headers));
  }

  /** What is added to the answer that a request gets. */
  HeaderChanges answer(Request request) {
    String origin = origin(request);
    if (origin == null || !allows(origin)) {
      return HeaderChanges.NONE;
    }
    var headers = new TreeMap<String, String>();
    headers.put("access-control-allow-origin", origin);
    if (policy.credentials()) {
      headers.put("access-control-allow-credentials", "true");
    }
    if (!policy.exposedHeaders().isEmpty()) {
      headers.put("access-control-expose-headers", Cors.joined(policy.exposedHeaders()));
    }
    return set(headers);
  }

  private boolean allows(String origin) {
    return origins.stream().anyMatch(test -> test.test(origin) || test.test(ALL));
  }

  /** A list with a star is answered with what was asked for. */
  private static void put(
      Map<String, String> headers, String name, List<String> allowed, @Nullable String asked) {
    if (allowed.equals(List.of(ALL))) {
      headers.put(name, asked == null ? "" : asked);
    } else if (!allowed.isEmpty()) {
      headers.put(name, Cors.joined(allowed));
    }
  }

  private static @Nullable String origin(Request request) {
    String origin = request.headers().joined("origin");
    return origin == null || origin.isEmpty() ? null : origin;
  }

  private static HeaderChanges set(Map<String, String> headers) {
    return new HeaderChanges(headers, Map.of(), List.of());
  }
}
