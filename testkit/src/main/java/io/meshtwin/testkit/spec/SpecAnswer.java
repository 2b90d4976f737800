package io.meshtwin.testkit.spec;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the specification says becomes of a request.
 *
 * @param shares of {@code ns/name} of a Service, or of a status; they sum to 1
 */
public record SpecAnswer(SortedMap<String, Double> shares) {
  public SpecAnswer {
    shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
  }

  /** A status for every request. */
  public static SpecAnswer status(int status) {
    return new SpecAnswer(new TreeMap<>(Map.of(String.valueOf(status), 1.0)));
  }

  /** All requests to one Service. */
  public static SpecAnswer service(String qualifiedName) {
    return new SpecAnswer(new TreeMap<>(Map.of(qualifiedName, 1.0)));
  }
}
