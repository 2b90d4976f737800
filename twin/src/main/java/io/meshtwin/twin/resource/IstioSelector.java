package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which workloads an Istio object means: those that have all the labels. */
final class IstioSelector {
  private static final int LONGEST_VALUE = 63;
  private static final int MOST = 256;

  private IstioSelector() {}

  /**
   * Reads {@code workloadSelector.labels} ({@code ValidateAlphaWorkloadSelector}).
   *
   * @return null where there is no selector; empty labels mean every workload of the namespace
   */
  static @Nullable Map<String, String> read(Fields spec) {
    if (!spec.has("workloadSelector")) {
      return null;
    }
    Fields selector = spec.object("workloadSelector");
    Map<String, String> labels = selector.texts("labels");
    check(selector, "labels", labels);
    selector.done();
    return labels;
  }

  private static void check(Fields selector, String name, Map<String, String> labels) {
    JsonNode raw = selector.raw(name);
    if (raw.size() > MOST) {
      selector.invalid(name, "must have at most " + MOST + " entries, has " + raw.size());
    }
    labels.forEach((key, value) -> {
      if (key.isEmpty()) {
        selector.invalid(name, "must not have an empty key");
      }
      if (key.indexOf('*') >= 0 || value.indexOf('*') >= 0) {
        selector.invalid(name + "." + key, "must not have a wildcard");
      } else if (value.length() > LONGEST_VALUE) {
        selector.invalid(name + "." + key, "must have at most " + LONGEST_VALUE + " characters");
      }
    });
  }
}
