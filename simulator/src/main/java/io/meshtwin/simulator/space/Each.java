package io.meshtwin.simulator.space;

import java.util.stream.IntStream;

/** Questions that do not depend on each other, each worth a search. */
public final class Each {
  /** Fewer are answered before another processor would be there. */
  private static final int MANY = 64;

  private Each() {}

  /** The numbers from 0 to before {@code end}; many are for all processors. */
  public static IntStream upTo(int end) {
    IntStream each = IntStream.range(0, end);
    return end < MANY ? each : each.parallel();
  }
}
