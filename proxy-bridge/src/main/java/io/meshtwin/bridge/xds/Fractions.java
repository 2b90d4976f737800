package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.FractionalPercent.DenominatorType;

/** {@code FractionalPercent}: in millionths, the finest that Envoy knows. */
final class Fractions {
  private static final long MILLION = 1_000_000;

  private Fractions() {}

  /** The fraction, rounded to the next millionth. */
  static FractionalPercent of(long numerator, long denominator) {
    long millionths = (numerator * MILLION + denominator / 2) / denominator;
    return FractionalPercent.newBuilder()
        .setNumerator((int) millionths)
        .setDenominator(DenominatorType.MILLION)
        .build();
  }
}
