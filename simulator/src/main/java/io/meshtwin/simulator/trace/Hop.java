package io.meshtwin.simulator.trace;

import java.util.List;

/**
 * A stop of a request.
 *
 * @param name {@code client-sidecar}, {@code gateway} or {@code server-sidecar}
 * @param steps the decisions there, in their order
 */
public record Hop(String name, List<Step> steps) {
  public Hop {
    steps = List.copyOf(steps);
  }
}
