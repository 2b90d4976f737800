package io.meshtwin.twin.routing;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Some of a Service's endpoints (Istio's DestinationRule).
 *
 * @param name the subset's
 * @param labels those that a workload has to have; empty for all endpoints
 */
public record Subset(String name, SortedMap<String, String> labels) {
  public Subset {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }
}
