package io.meshtwin.app.cli;

import io.meshtwin.simulator.diff.Impact;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From which difference of behaviour on the answer is no. */
final class FailOnOptions {
  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      completionCandidates = Severities.class,
      description =
          "Exit 1 only from this severity on: breaks, weakens-security, reroutes, rewrites, tunes"
              + " or widens. What is not decided (unknown) may be anything and always counts."
              + " Default: widens, that is any difference.")
  private @Nullable String failOn;

  /** What a shell completes. */
  static final class Severities implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Impact.values()).map(Impact::toString).iterator();
    }
  }

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
