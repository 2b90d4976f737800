package io.meshtwin.twin.routing;

import io.meshtwin.twin.routing.WeightedDestination.Destination;

/**
 * A copy of some requests; its answer is thrown away.
 *
 * @param destination who gets it; an invalid one gets nothing
 * @param numerator how many of {@code denominator} requests are copied, 0 to {@code denominator}
 * @param denominator positive
 * @param origin the filter
 */
public record Mirror(Destination destination, int numerator, int denominator, Origin origin) {
  public Mirror {
    if (denominator <= 0 || numerator < 0 || numerator > denominator) {
      throw new IllegalArgumentException("no fraction: " + numerator + "/" + denominator);
    }
  }

  /** The fraction that is copied, 0 to 1. */
  public double fraction() {
    return (double) numerator / denominator;
  }
}
