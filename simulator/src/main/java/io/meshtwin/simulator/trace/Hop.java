package io.meshtwin.simulator.trace;

import io.meshtwin.simulator.flow.Stop;
import java.util.List;

/**
 * A stop of a request.
 *
 * @param stop where
 * @param steps the decisions there, in their order
 */
public record Hop(Stop stop, List<Step> steps) {
  public Hop {
    steps = List.copyOf(steps);
  }
}
