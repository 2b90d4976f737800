package io.meshtwin.twin.resource;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gateway API durations (GEP-2257): one to four of h, m, s, ms with at most five digits each. */
final class GatewayDuration {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,5}(h|m|s|ms)){1,4}");
  private static final Pattern PART = Pattern.compile("([0-9]{1,5})(h|ms|m|s)");

  private GatewayDuration() {}

  static @Nullable Duration read(Fields fields, String name) {
    String text = fields.optionalText(name);
    if (text == null) {
      return null;
    }
    if (!FORM.matcher(text).matches()) {
      fields.invalid(name, "must be a duration as in 1h30m, 10s or 500ms, found \"" + text + '"');
      return null;
    }
    Duration sum = Duration.ZERO;
    for (Matcher part = PART.matcher(text); part.find(); ) {
      long amount = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "h" -> Duration.ofHours(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "s" -> Duration.ofSeconds(amount);
                default -> Duration.ofMillis(amount);
              });
    }
    return sum;
  }
}
