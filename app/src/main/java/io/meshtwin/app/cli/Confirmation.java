package io.meshtwin.app.cli;

import io.meshtwin.app.progress.Progress;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.app.report.Agreement;
import io.meshtwin.app.report.Agreement.Side;
import io.meshtwin.fidelity.check.Case;
import io.meshtwin.fidelity.check.FidelityReport;
import io.meshtwin.fidelity.check.FidelityRun;
import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.fidelity.envoy.EnvoyException;
import io.meshtwin.fidelity.local.TemporaryFiles;
import io.meshtwin.simulator.diff.Difference;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Replays the witnesses of a preview on a real Envoy, before and after. */
final class Confirmation {
  /** For one side: a preview has a handful of witnesses. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final EnvoyBinary envoy;
  private final String version;
  private final Terminal terminal;

  private Confirmation(EnvoyBinary envoy, Terminal terminal) {
    this.envoy = envoy;
    this.version = envoy.version();
    this.terminal = terminal;
  }

  /**
   * Finds the Envoy, before anything is worked out that it is to confirm.
   *
   * @throws CommandException when this machine has none; the message says how to get one
   */
  static Confirmation prepared(Terminal terminal) {
    try {
      return new Confirmation(
          EnvoyBinary.find(terminal.environment())
              .orElseThrow(() -> new CommandException(EnvoyBinary.MISSING)),
          terminal);
    } catch (EnvoyException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What Envoy did with every witness. */
  Agreement of(Preview preview, ResolvedMesh before, ResolvedMesh after) {
    var cases = new ArrayList<Case>();
    List<Difference> differences = preview.differences();
    for (int i = 0; i < differences.size(); i++) {
      Difference.Outcome.Changed changed = differences.get(i).changed();
      if (changed != null) {
        cases.add(new Case(Agreement.witness(i), changed.witness()));
      }
    }
    Side was = run(before, cases, "before", report -> Side.of(report, preview, false));
    Side is = run(after, cases, "after", report -> Side.of(report, preview, true));
    return new Agreement(version, was, is);
  }

  /** A side that Envoy does not run is an answer, too: the preview is worth telling with it. */
  private Side run(
      ResolvedMesh mesh, List<Case> cases, String side, Function<FidelityReport, Side> read) {
    try (Progress.Hold _ = terminal.progress().hold();
        var files = TemporaryFiles.create("confirm");
        Stage stage = terminal.progress().stage("confirming on Envoy what happens " + side)) {
      return read.apply(
          new FidelityRun(mesh, envoy, files.directory(), LIMIT, stage::step).check(cases));
    } catch (EnvoyException e) {
      return Side.refused(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Side.refused("the witnesses cannot be replayed: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted while the witnesses were replayed", e);
    }
  }
}
