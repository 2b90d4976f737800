package io.meshtwin.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Asked;
import io.meshtwin.app.json.CallJson;
import io.meshtwin.app.json.FidelityJson;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.RequestReader;
import io.meshtwin.app.progress.Progress;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.app.report.Answer;
import io.meshtwin.app.report.Style;
import io.meshtwin.fidelity.check.Case;
import io.meshtwin.fidelity.check.CaseGenerator;
import io.meshtwin.fidelity.check.Disagreement;
import io.meshtwin.fidelity.check.FidelityReport;
import io.meshtwin.fidelity.check.FidelityRun;
import io.meshtwin.fidelity.check.Split;
import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.fidelity.envoy.EnvoyException;
import io.meshtwin.fidelity.local.TemporaryFiles;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends requests through a real Envoy and compares with what was predicted. */
@Command(
    name = "fidelity",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Check predictions on a real Envoy, on this machine.",
      "Echo workloads stand in for the mesh's, its addresses are mapped onto loopback, and nothing",
      "else is touched."
    },
    footer = {
      "",
      "Examples:",
      "  meshtwin fidelity --mesh mesh/ --count 3000 --seed 1",
      "  meshtwin fidelity --mesh mesh/ --requests requests.jsonl -o json",
      "",
      "Exit codes: 0 nothing disagrees, 1 something does, 2 an error, or the time was over."
    })
final class FidelityCommand implements Callable<Integer> {
  @Mixin private final MeshOptions mesh = new MeshOptions();

  @Option(
      names = "--requests",
      paramLabel = "FILE",
      description =
          "Requests as JSON, one a line, as simulate reads them; - for standard input. Without,"
              + " requests on the boundaries of the mesh's rules are generated.")
  private @Nullable String requests;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many to generate. Default: ${DEFAULT-VALUE}.")
  private int count = 1000;

  @Option(names = "--seed", paramLabel = "S", description = "Generates the same again.")
  private @Nullable Long seed;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "For the whole run. Default: ${DEFAULT-VALUE}.")
  private int limit = 600;

  @Mixin private final DocumentOptions output = new DocumentOptions();

  private final Terminal terminal;

  FidelityCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    mesh.requireManifests(
        "so no bridge can push it; meshtwin equiv MESH envoy:… compares it with a mesh");
    output.parsed();
    if (count < 1 || limit < 1) {
      throw new CommandException("--count and --limit are at least 1");
    }
    if ("-".equals(requests) && mesh.sources.contains("-")) {
      throw new CommandException("standard input cannot be both: --mesh - or --requests -");
    }
    long begun = System.nanoTime();
    try {
      EnvoyBinary envoy =
          EnvoyBinary.find(terminal.environment())
              .orElseThrow(() -> new CommandException(EnvoyBinary.MISSING));
      ResolvedMesh resolved = mesh.resolve(mesh.loader(terminal).load());
      long used = seed == null ? System.nanoTime() : seed;
      var unknown = new ArrayList<String>();
      List<Case> cases =
          requests == null
              ? new CaseGenerator(resolved, used).cases(count)
              : read(requests, resolved, unknown);
      FidelityReport report = run(envoy, resolved, cases);
      write(report, used, envoy, unknown.size());
      return code(report);
    } catch (EnvoyException e) {
      if (System.nanoTime() - begun >= Duration.ofSeconds(limit).toNanos()) {
        throw new CommandException(
            "the limit of " + limit + " s was over before every Envoy was ready; see --limit", e);
      }
      throw new CommandException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandException("the check cannot run: " + e.getMessage(), e);
    }
  }

  private FidelityReport run(EnvoyBinary envoy, ResolvedMesh resolved, List<Case> cases)
      throws IOException, InterruptedException {
    try (Progress.Hold _ = terminal.progress().hold();
        var files = TemporaryFiles.create("fidelity");
        Stage stage = terminal.progress().stage("checking predictions on Envoy")) {
      return new FidelityRun(
              resolved, envoy, files.directory(), Duration.ofSeconds(limit), stage::step)
          .check(cases);
    }
  }

  private static int code(FidelityReport report) {
    if (!report.disagreements().isEmpty()) {
      return 1;
    }
    return report.complete() ? 0 : CommandException.ERROR;
  }

  /** A line that is malformed ends the command: half a check proves nothing. */
  private List<Case> read(String file, ResolvedMesh resolved, List<String> unknown)
      throws IOException {
    var reader = new RequestReader(resolved);
    var cases = new ArrayList<Case>();
    try (RequestLines lines = RequestLines.open(file, terminal.in())) {
      for (RequestLines.Line line = lines.next(); line != null; line = lines.next()) {
        String at = file + ":" + line.number() + ": ";
        if (line.text() == null) {
          throw new CommandException(at + "not UTF-8");
        }
        try {
          Asked asked = reader.read(Json.MAPPER.readTree(line.text()));
          String id = asked.id().isNull() ? "line " + line.number() : asked.id().asText();
          if (asked.call() == null) {
            unknown.add(id);
          } else {
            cases.add(new Case(id, asked.call()));
          }
        } catch (JsonProcessingException | IllegalArgumentException e) {
          throw new CommandException(at + e.getMessage(), e);
        }
      }
    }
    return cases;
  }

  private void write(FidelityReport report, long used, EnvoyBinary envoy, int unknown) {
    output.write(
        Answer.printed(
            (out, style) -> table(report, style, out, tail(report, used, envoy, unknown)),
            () -> json(report, used, envoy, unknown)),
        terminal);
    if (!report.complete()) {
      terminal.say("the time was over before every case was sent; see --limit");
    }
  }

  private ObjectNode json(FidelityReport report, long used, EnvoyBinary envoy, int unknown) {
    ObjectNode json = FidelityJson.of(report);
    json.put("unknown", report.unknown() + unknown);
    json.put("envoy", envoy.version());
    return requests == null ? json.put("seed", used) : json;
  }

  private static void table(FidelityReport report, Style style, PrintStream out, String tail) {
    for (Disagreement disagreement : report.disagreements()) {
      out.println(
          style.bad("disagrees ")
              + Json.line(CallJson.of(disagreement.of().id(), disagreement.of().call())));
      disagreement.differences().forEach(line -> out.println("  " + line));
    }
    for (Split split : report.splits()) {
      out.printf("split of %d requests, %s%n", split.requests(), split.rule());
      split
          .predicted()
          .forEach((outcome, share) ->
              out.printf(
                  "  %-32s predicted %6.2f%%  observed %6.2f%%%n",
                  outcome,
                  100 * share,
                  100.0 * split.observed().getOrDefault(outcome, 0) / split.requests()));
    }
    report
        .probes()
        .forEach(
            (what, rules) -> out.println(style.faint("also probed: " + rules + " rules, " + what)));
    report
        .unchecked()
        .forEach(
            (reason, number) -> out.println(style.faint("not checked: " + number + ", " + reason)));
    out.println(tail);
  }

  private String tail(FidelityReport report, long used, EnvoyBinary envoy, int unknown) {
    String seeded = requests == null ? ", seed " + used : "";
    return "%d of %d predictions confirmed by Envoy %s with %d requests; %d unknown%s"
        .formatted(
            report.agreed(),
            report.checked(),
            envoy.version(),
            report.requests(),
            report.unknown() + unknown,
            seeded);
  }
}
