package io.meshtwin.app.demo;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the demo showed.
 *
 * @param before the split before the change
 * @param after the split after it
 * @param requests all that were sent, through every proxy
 * @param failed of these, those that no workload answered with 200
 * @param duringPush requests that were sent between publication and convergence
 * @param events in the log at the end
 * @param envoy its version, null without one
 * @param change the change's identifier
 * @param state the change's state at the end
 * @param proxies how many run the change
 */
public record DemoReport(
    Split before,
    Split after,
    long requests,
    long failed,
    long duringPush,
    long events,
    @Nullable String envoy,
    String change,
    String state,
    int proxies) {
  /**
   * A split.
   *
   * @param predicted workloads to fractions
   * @param observed workloads to fractions; empty without Envoy
   * @param requests how many
   */
  public record Split(
      SortedMap<String, Double> predicted, SortedMap<String, Double> observed, long requests) {
    public Split {
      predicted = Collections.unmodifiableSortedMap(new TreeMap<>(predicted));
      observed = Collections.unmodifiableSortedMap(new TreeMap<>(observed));
    }

    /** The largest distance of a share from its prediction, in points of a hundred. */
    public double distance() {
      var workloads = new TreeMap<>(predicted);
      workloads.putAll(observed);
      return workloads.keySet().stream()
          .mapToDouble(
              w -> 100 * Math.abs(predicted.getOrDefault(w, 0.0) - observed.getOrDefault(w, 0.0)))
          .max()
          .orElse(0);
    }
  }
}
