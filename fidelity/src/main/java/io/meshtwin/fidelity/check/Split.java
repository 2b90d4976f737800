package io.meshtwin.fidelity.check;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the requests of one weighted rule were shared out.
 *
 * @param rule the rule, in words
 * @param predicted outcomes to fractions that sum to 1
 * @param observed outcomes to numbers of requests
 */
public record Split(
    String rule, SortedMap<String, Double> predicted, SortedMap<String, Integer> observed) {
  /** A run raises a false alarm on its splits less often than this. */
  public static final double FALSE_ALARMS_PER_RUN = 1e-6;

  public Split {
    predicted = new TreeMap<>(predicted);
    observed = new TreeMap<>(observed);
  }

  /** Requests that were sent. */
  public int requests() {
    return observed.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * The outcomes whose number cannot be chance, each in one line; an exact binomial test for each.
   *
   * @param falseAlarms the probability with which a right prediction may be called wrong
   */
  public List<String> surprises(double falseAlarms) {
    var result = new ArrayList<String>();
    int all = requests();
    predicted.forEach((outcome, share) -> {
      int count = observed.getOrDefault(outcome, 0);
      if (Binomial.twoSided(count, all, share) < falseAlarms / predicted.size()) {
        result.add(
            "%s: %.2f%% of %d requests, predicted %.2f%%"
                .formatted(outcome, 100.0 * count / all, all, 100 * share));
      }
    });
    observed.forEach((outcome, count) -> {
      if (!predicted.containsKey(outcome)) {
        result.add("%s: %d of %d requests, predicted none".formatted(outcome, count, all));
      }
    });
    return result;
  }
}
