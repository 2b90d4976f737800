package io.meshtwin.bridge.ledger;

import io.meshtwin.bridge.cache.ResourceType;
import java.time.Instant;
import java.util.SortedMap;

/**
 * A NACK: what a proxy refused, and its own words why ({@code error_detail}).
 *
 * @param type of the resources
 * @param resources names to versions of the refused resources: those that the message names, or all
 *     of the refused response when it names none
 * @param message Envoy's {@code error_detail.message}
 * @param time when it arrived
 */
public record Refusal(
    ResourceType type, SortedMap<String, String> resources, String message, Instant time) {
  public Refusal {
    resources = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(resources));
  }

  /** One line: the resources, and why. */
  @Override
  public String toString() {
    return type + " " + String.join(", ", resources.keySet()) + ": " + message;
  }
}
