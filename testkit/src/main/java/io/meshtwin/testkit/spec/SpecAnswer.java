package io.meshtwin.testkit.spec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the specification says becomes of a request, in words that can be compared.
 *
 * @param outcomes what can happen, to fractions that sum to 1: {@code ns/name:80 GET host /path
 *     {headers} answers {headers}}, {@code ns/name:9000} for bytes, {@code status 404}, {@code
 *     redirect 302 location}, {@code closed}
 * @param mirrors {@code ns/name:80 0.5} for each copy, sorted
 * @param limits time limits and retries, empty for none
 */
public record SpecAnswer(SortedMap<String, Double> outcomes, List<String> mirrors, String limits) {
  private static final double ROUNDING = 1e-9;

  /** No connection, or none that anybody answers. */
  public static final SpecAnswer CLOSED = certain("closed");

  public SpecAnswer {
    outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
    mirrors = mirrors.stream().sorted().toList();
  }

  /** Whether the other says the same, but for rounding. */
  public boolean agreesWith(SpecAnswer other) {
    return outcomes.keySet().equals(other.outcomes.keySet())
        && outcomes.keySet().stream()
            .allMatch(key -> Math.abs(share(key) - other.share(key)) < ROUNDING)
        && mirrors.equals(other.mirrors)
        && limits.equals(other.limits);
  }

  /** The fraction of an outcome, 0 for one that does not happen. */
  public double share(String outcome) {
    return outcomes.getOrDefault(outcome, 0.0);
  }

  /** One outcome for every request. */
  public static SpecAnswer certain(String outcome) {
    return new SpecAnswer(new TreeMap<>(Map.of(outcome, 1.0)), List.of(), "");
  }

  /** A status for every request. */
  public static SpecAnswer status(int status) {
    return certain("status " + status);
  }
}
