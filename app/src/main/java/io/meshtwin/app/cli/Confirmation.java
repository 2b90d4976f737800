package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.FidelityJson;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.progress.Progress;
import io.meshtwin.app.progress.Stage;
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

/**
 * Witnesses of a preview, replayed on a real Envoy before and after.
 *
 * @param envoy its version
 * @param before what Envoy did with the mesh as it is
 * @param after what it did with the change
 */
record Confirmation(String envoy, FidelityReport before, FidelityReport after) {
  /** For one side: a preview has a handful of witnesses. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  static Confirmation of(
      Preview preview, ResolvedMesh before, ResolvedMesh after, Terminal terminal) {
    EnvoyBinary envoy =
        EnvoyBinary.find(terminal.environment())
            .orElseThrow(() -> new CommandException(EnvoyBinary.MISSING));
    var cases = new ArrayList<Case>();
    for (Difference difference : preview.differences()) {
      Difference.Outcome.Changed changed = difference.changed();
      if (changed != null) {
        cases.add(new Case("d" + (cases.size() + 1), changed.witness()));
      }
    }
    return new Confirmation(
        envoy.version(),
        run(before, envoy, cases, "before", terminal),
        run(after, envoy, cases, "after", terminal));
  }

  private static FidelityReport run(
      ResolvedMesh mesh, EnvoyBinary envoy, List<Case> cases, String side, Terminal terminal) {
    try (Progress.Hold _ = terminal.progress().hold();
        var files = TemporaryFiles.create("confirm");
        Stage stage = terminal.progress().stage("confirming on Envoy what happens " + side)) {
      return new FidelityRun(mesh, envoy, files.directory(), LIMIT, stage::step).check(cases);
    } catch (EnvoyException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandException("the witnesses cannot be replayed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted while the witnesses were replayed", e);
    }
  }

  /** Whether Envoy did otherwise than was predicted, or there was no time to see. */
  boolean failed() {
    return !before.complete()
        || !after.complete()
        || !before.disagreements().isEmpty()
        || !after.disagreements().isEmpty();
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("envoy", envoy);
    json.set("before", FidelityJson.of(before));
    json.set("after", FidelityJson.of(after));
    return json;
  }

  void print(Terminal terminal) {
    terminal
        .err()
        .println(
            "meshtwin: on Envoy %s %s before and %s after the change"
                .formatted(envoy, words(before), words(after)));
    for (FidelityReport report : List.of(before, after)) {
      report
          .disagreements()
          .forEach(disagreement -> {
            terminal.err().println("meshtwin: Envoy disagrees: " + disagreement.of().id());
            disagreement.differences().forEach(line -> terminal.err().println("  " + line));
          });
      report
          .unchecked()
          .forEach((reason, count) ->
              terminal.err().println("meshtwin: not checked: " + count + ", " + reason));
    }
  }

  private static String words(FidelityReport report) {
    return "%d of %d predictions are confirmed".formatted(report.agreed(), report.checked());
  }
}
