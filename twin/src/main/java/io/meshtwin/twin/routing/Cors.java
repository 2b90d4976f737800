package io.meshtwin.twin.routing;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which other origins' scripts may use a rule (Gateway API, GEP-1767; Envoy's {@code CorsPolicy}).
 *
 * @param origins any of which is allowed; one that takes {@code *} takes every origin, as in Envoy
 * @param credentials whether requests with credentials are allowed
 * @param methods allowed methods, or {@code *}
 * @param requestHeaders allowed headers of requests, or {@code *}
 * @param exposedHeaders headers of responses that scripts may read, or {@code *}
 * @param maxAge how many seconds a preflight's answer may be kept, null where it is not said
 * @param forwardsUnmatched whether preflights of other origins are sent on like any request;
 *     otherwise they are answered without permission
 */
public record Cors(
    List<ValueMatch> origins,
    boolean credentials,
    List<String> methods,
    List<String> requestHeaders,
    List<String> exposedHeaders,
    @Nullable Integer maxAge,
    boolean forwardsUnmatched) {
  /** The text for every origin. */
  public static final String ALL = "*";

  public Cors {
    origins = List.copyOf(origins);
    methods = List.copyOf(methods);
    requestHeaders = List.copyOf(requestHeaders);
    exposedHeaders = List.copyOf(exposedHeaders);
  }

  /**
   * An origin as Gateway API writes it, as a matcher of whole origins: a {@code *} stands for one
   * character or more, labels and dots alike (HTTPCORSFilter.allowOrigins: greedy to the left); one
   * that stands alone for every origin.
   */
  public static ValueMatch origin(String origin) {
    if (origin.equals(ALL) || !origin.contains(ALL)) {
      return new ValueMatch.Exact(origin);
    }
    return new ValueMatch.Regex(
        Arrays.stream(origin.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".+")));
  }

  /** Whether every origin is allowed. */
  public boolean allowsAll() {
    return origins.stream()
        .anyMatch(origin ->
            switch (origin) {
              case ValueMatch.Exact exact -> exact.value().equals(ALL);
              case ValueMatch.Prefix prefix -> ALL.startsWith(prefix.value());
              case ValueMatch.Regex regex -> Pattern.matches(regex.value(), ALL);
              case ValueMatch.Present _ -> true;
            });
  }

  /** A list as it is sent in a header; empty where nothing is to be sent. */
  public static String joined(List<String> values) {
    return String.join(", ", values);
  }
}
