package io.meshtwin.app.progress;

import java.time.Duration;
import java.util.Locale;

/**
 * How far a run is.
 *
 * @param stage what it does, in words that follow "while"
 * @param done how much of the stage is done
 * @param of how much there is; 0 where nobody knows
 * @param elapsed since the first stage of the run began
 */
public record Standing(String stage, long done, long of, Duration elapsed) {
  /** {@code comparing behaviour: 120 of 10,000, 3 s}. */
  public String words() {
    return stage + (of == 0 ? ": " : ": " + count() + ", ") + elapsed.toSeconds() + " s";
  }

  /** {@code comparing behaviour (120 of 10,000), after 3.1 s}. */
  String whenInterrupted() {
    String at = of == 0 ? "" : " (" + count() + ")";
    return "%s%s, after %.1f s".formatted(stage, at, elapsed.toMillis() / 1000.0);
  }

  private String count() {
    return String.format(Locale.ROOT, "%,d of %,d", done, of);
  }
}
