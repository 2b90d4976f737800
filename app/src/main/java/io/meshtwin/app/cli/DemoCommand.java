package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.demo.Demo;
import io.meshtwin.app.demo.DemoFiles;
import io.meshtwin.app.demo.DemoReport;
import io.meshtwin.app.demo.Story;
import io.meshtwin.app.http.AddressTakenException;
import io.meshtwin.app.http.RunningServer;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.VerdictJson;
import io.meshtwin.fidelity.envoy.EnvoyException;
import io.meshtwin.fidelity.local.TemporaryFiles;
import io.meshtwin.ingest.log.LogException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells the whole story on this machine. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "See it work on this machine, with a real broker and real Envoys.",
      "A sample mesh in Kafka, a canary that is previewed, approved and pushed while requests flow,",
      "the split observed beside the split predicted."
    },
    footer = {
      "",
      "Everything listens on loopback and ends with Ctrl-C. A missing Envoy is installed into the",
      "project's cache directory (tools/real-parts install envoy); --no-install leaves it out.",
      "",
      "Examples:",
      "  meshtwin demo",
      "  meshtwin demo --once -o json",
      "",
      "Exit codes: 0 it went as predicted, 1 it did not, 2 an error."
    })
final class DemoCommand implements Callable<Integer> {
  /** How far an observed share may be from its prediction, in points, with 10,000 requests. */
  private static final double TOLERANCE = 2;

  @Option(names = "--once", description = "End when the story is told.")
  private boolean once;

  @Option(names = "--no-install", description = "Do not install Envoy where it is missing.")
  private boolean noInstall;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the log in this directory. Default: a temporary one.")
  private @Nullable String data;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format = OutputFormat.TABLE;

  private final Terminal terminal;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logs.quiet();
    DemoFiles files =
        DemoFiles.find()
            .orElseThrow(() ->
                new CommandException(
                    "examples/shop is not here; run ./meshtwin demo in the project's tree"));
    try (var temporary = TemporaryFiles.create("demo")) {
      Path directory = data == null ? temporary.directory() : Path.of(data);
      Files.createDirectories(directory);
      var settings = new Demo.Settings(files, directory, terminal.environment(), !noInstall);
      DemoReport report =
          new Demo(settings, new Story(story(), terminal.colours())).run(this::stay);
      if (format == OutputFormat.JSON) {
        terminal.out().println(Json.pretty(json(report)));
      }
      return wentAsPredicted(report) ? 0 : 1;
    } catch (LogException | EnvoyException | AddressTakenException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandException("the demo cannot run: " + e.getMessage(), e);
    }
  }

  /** With JSON nothing but the report is printed. */
  private PrintStream story() {
    return format == OutputFormat.TABLE
        ? terminal.out()
        : new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  private void stay(RunningServer server) throws InterruptedException {
    if (once) {
      return;
    }
    PrintStream out = format == OutputFormat.TABLE ? terminal.out() : terminal.err();
    out.printf("%nAll of it keeps running: API %s, xDS %s%n", server.api(), server.xds());
    out.printf("   $ ./meshtwin change list --server %s%n", server.api());
    out.printf("   $ ./meshtwin proxy list --server %s%n", server.api());
    out.println("Ctrl-C ends it.");
    out.flush();
    server.awaitSignal();
  }

  private static boolean wentAsPredicted(DemoReport report) {
    boolean seen = report.envoy() != null;
    return report.failed() == 0
        && report.state().equals("converged")
        && (!seen || report.before().distance() <= TOLERANCE)
        && (!seen || report.after().distance() <= TOLERANCE);
  }

  private static ObjectNode json(DemoReport report) {
    ObjectNode json = split(report.after());
    json.put("requests", report.requests());
    json.put("failed", report.failed());
    json.put("events", report.events());
    json.put("envoy", report.envoy());
    json.set("before", split(report.before()).put("requests", report.before().requests()));
    json.put("requestsAfter", report.after().requests());
    json.put("requestsDuringPush", report.duringPush());
    json.putObject("change").put("id", report.change()).put("state", report.state());
    return json.put("proxies", report.proxies());
  }

  private static ObjectNode split(DemoReport.Split split) {
    ObjectNode json = Json.object();
    json.set("predicted", shares(split.predicted()));
    json.set("observed", shares(split.observed()));
    return json;
  }

  private static ObjectNode shares(SortedMap<String, Double> shares) {
    ObjectNode json = Json.object();
    shares.forEach((workload, share) -> json.put(workload, VerdictJson.fraction(share)));
    return json;
  }
}
