package io.meshtwin.simulator.trace;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Figures as people write them: {@code 90%}, {@code 12.5%}, {@code 10s}, {@code 0.25s}. */
final class Figures {
  private Figures() {}

  static String percent(double fraction) {
    return plain(BigDecimal.valueOf(fraction * 100).setScale(1, RoundingMode.HALF_UP)) + "%";
  }

  static String seconds(Duration duration) {
    return plain(BigDecimal.valueOf(duration.toMillis(), 3)) + "s";
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
