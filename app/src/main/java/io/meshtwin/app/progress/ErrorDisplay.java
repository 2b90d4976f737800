package io.meshtwin.app.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Progress on standard error. On a terminal one line that is rewritten, from the first second on;
 * elsewhere, in the log of a CI job say, a line every ten seconds.
 */
final class ErrorDisplay implements Display {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  /** Fits into every terminal that people use; a line that breaks could not be rewritten. */
  private static final int WIDEST = 79;

  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream err;
  private final BooleanSupplier isTerminal;
  private @Nullable Boolean rewrites;
  private Duration lastLine = Duration.ZERO;
  private boolean shown;

  /**
   * @param err written to without a detour, so that this line does not clear itself
   * @param isTerminal asked once, when the first second is over
   */
  ErrorDisplay(PrintStream err, BooleanSupplier isTerminal) {
    this.err = err;
    this.isTerminal = isTerminal;
  }

  @Override
  public synchronized void show(Standing standing) {
    if (standing.elapsed().compareTo(SHORT) < 0) {
      return;
    }
    Boolean known = rewrites;
    if (known == null) {
      known = isTerminal.getAsBoolean();
      rewrites = known;
    }
    if (known) {
      String line = standing.words();
      err.print(CLEAR + line.substring(0, Math.min(WIDEST, line.length())));
      err.flush();
      shown = true;
    } else if (standing.elapsed().minus(lastLine).compareTo(BETWEEN_LINES) >= 0) {
      err.println("meshtwin: " + standing.words());
      lastLine = standing.elapsed();
    }
  }

  @Override
  public synchronized void clear() {
    if (shown) {
      err.print(CLEAR);
      err.flush();
      shown = false;
    }
  }
}
