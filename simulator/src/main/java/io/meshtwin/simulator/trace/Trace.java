package io.meshtwin.simulator.trace;

import java.util.List;

/** The way of one request. */
public record Trace(List<Hop> hops) {
  public Trace {
    hops = List.copyOf(hops);
  }
}
