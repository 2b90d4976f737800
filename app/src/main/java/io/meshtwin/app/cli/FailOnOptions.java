package io.meshtwin.app.cli;

import io.meshtwin.simulator.diff.Impact;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From which difference of behaviour on the answer is no. */
final class FailOnOptions {
  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description =
          "Exit 1 only from this severity on: breaks, weakens-security, reroutes, rewrites, tunes"
              + " or widens. What is not decided (unknown) may be anything and always counts."
              + " Default: widens, that is any difference.")
  private @Nullable String failOn;

  /**
   * The least impact for which the answer is no.
   *
   * @throws CommandException when the option names none
   */
  Impact threshold() {
    if (failOn == null) {
      return Impact.WIDENS;
    }
    try {
      return Impact.valueOf(failOn.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          "--fail-on takes breaks, weakens-security, reroutes, rewrites, tunes or widens, not "
              + failOn,
          e);
    }
  }
}
