package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hostnames of listeners and routes; empty stands for every host. */
final class SpecHostnames {
  private SpecHostnames() {}

  /** "*.example.com" takes every name below example.com, not example.com itself. */
  static boolean covers(String pattern, String host) {
    if (pattern.isEmpty() || pattern.equals(host)) {
      return true;
    }
    return pattern.startsWith("*.") && host.endsWith(pattern.substring(1));
  }

  /** "Characters in a matching non-wildcard hostname", then "in a matching hostname". */
  static int rank(String hostname) {
    boolean exact = !hostname.isEmpty() && !hostname.startsWith("*");
    return exact ? 1000 + hostname.length() : hostname.length();
  }

  /** What both take, null for nothing: the narrower of the two where one covers the other. */
  static @Nullable String intersection(String one, String other) {
    if (covers(one, other)) {
      return other.isEmpty() ? one : other;
    }
    return covers(other, one) ? one : null;
  }

  /** The route's hostnames as they are at the listener. */
  static List<String> effective(JsonNode route, String listener) {
    JsonNode own = route.at("/spec/hostnames");
    if (own.isEmpty()) {
      return List.of(listener);
    }
    var result = new ArrayList<String>();
    own.forEach(hostname -> {
      String both = intersection(hostname.asText(), listener);
      if (both != null) {
        result.add(both);
      }
    });
    return result;
  }

  /** The most specific one that takes the host, null when none does. */
  static @Nullable String best(List<String> hostnames, String host) {
    String best = null;
    for (String hostname : hostnames) {
      if (covers(hostname, host) && (best == null || rank(hostname) > rank(best))) {
        best = hostname;
      }
    }
    return best;
  }

  static boolean intersect(List<String> some, List<String> others) {
    return some.stream().anyMatch(a -> others.stream().anyMatch(b -> intersection(a, b) != null));
  }
}
