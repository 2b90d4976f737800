package io.meshtwin.twin.routing;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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

  /**
   * An origin with wildcards as an RE2 expression that takes whole origins: a {@code *} stands for
   * one character or more, labels and dots alike (Gateway API, HTTPCORSFilter.allowOrigins: greedy
   * to the left). The simulator compiles it, and the bridge sends it to Envoy.
   *
   * @param origin one of {@link #origins}
   */
  public static String expression(String origin) {
    return Arrays.stream(origin.split("\\*", -1))
        .map(Pattern::quote)
        .collect(Collectors.joining(".+"));
  }

  /** A list as it is sent in a header; empty where nothing is to be sent. */
  public static String joined(List<String> values) {
    return String.join(", ", values);
  }
}
