package io.meshtwin.app.json;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as Go prints them: {@code 1h0m0s}, {@code 1m30s}, {@code 1.5s}, {@code 500ms}. */
public final class GoDuration {
  private GoDuration() {}

  public static String of(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return number(BigDecimal.valueOf(duration.toNanos(), 6)) + "ms";
    }
    long hours = duration.toHours();
    var text = new StringBuilder();
    if (hours > 0) {
      text.append(hours).append('h');
    }
    if (duration.toMinutes() > 0) {
      text.append(duration.toMinutesPart()).append('m');
    }
    BigDecimal seconds =
        BigDecimal.valueOf(duration.toSecondsPart())
            .add(BigDecimal.valueOf(duration.toNanosPart(), 9));
    return text.append(number(seconds)).append('s').toString();
  }

  private static String number(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
