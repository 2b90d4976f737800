package io.meshtwin.twin.routing;

import java.util.List;

/**
 * Which other origins' scripts may use a rule (Gateway API, GEP-1767; Envoy's {@code CorsPolicy}).
 *
 * @param origins exact, with {@code *} in the host's place of a label, or {@code *} for all
 * @param credentials whether requests with credentials are allowed
 * @param methods allowed methods, or {@code *}
 * @param requestHeaders allowed headers of requests, or {@code *}
 * @param exposedHeaders headers of responses that scripts may read, or {@code *}
 * @param maxAge how many seconds a preflight's answer may be kept
 */
public record Cors(
    List<String> origins,
    boolean credentials,
    List<String> methods,
    List<String> requestHeaders,
    List<String> exposedHeaders,
    int maxAge) {
  public Cors {
    origins = List.copyOf(origins);
    methods = List.copyOf(methods);
    requestHeaders = List.copyOf(requestHeaders);
    exposedHeaders = List.copyOf(exposedHeaders);
  }
}
