package io.meshtwin.twin.resource;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Durations as Istio's resources write them: Go's form, {@code 1h}, {@code 1.5s}, {@code 10ms}. */
final class IstioDuration {
  private static final Pattern FORM =
      Pattern.compile("([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(h|ms|m|s|us|µs|ns)");

  private static final Pattern WHOLE = Pattern.compile("(" + FORM + ")+|0");
  private static final long MILLISECOND = 1_000_000;

  private static final Map<String, Long> NANOS =
      Map.of(
          "h", 3_600_000_000_000L,
          "m", 60_000_000_000L,
          "s", 1_000_000_000L,
          "ms", MILLISECOND,
          "us", 1_000L,
          "µs", 1_000L,
          "ns", 1L);

  private IstioDuration() {}

  /** A duration of at least a millisecond, in whole ones (ValidateDuration); null without one. */
  static @Nullable Duration read(Fields fields, String name) {
    Duration duration = readAny(fields, name);
    if (duration != null
        && (duration.toNanos() < MILLISECOND || duration.toNanos() % MILLISECOND != 0)) {
      fields.invalid(name, "must be whole milliseconds, at least 1ms");
    }
    return duration;
  }

  /** A duration that may be zero; null without one. */
  static @Nullable Duration readAny(Fields fields, String name) {
    String text = fields.optionalText(name);
    if (text == null) {
      return null;
    }
    if (!WHOLE.matches(text)) {
      fields.invalid(name, "must be a duration as in 1h, 1.5s or 10ms, found \"" + text + '"');
      return null;
    }
    Duration sum = Duration.ZERO;
    for (Matcher part = FORM.matcher(text); part.find(); ) {
      BigDecimal amount = amount(part.group(1));
      BigDecimal nanos = amount.multiply(BigDecimal.valueOf(NANOS.getOrDefault(part.group(3), 1L)));
      sum = sum.plus(Duration.ofNanos(nanos.longValue()));
    }
    return sum;
  }

  /** Go writes {@code .5} and {@code 5.} too. */
  private static BigDecimal amount(String digits) {
    return new BigDecimal(digits.contains(".") ? "0" + digits + "0" : digits);
  }
}
