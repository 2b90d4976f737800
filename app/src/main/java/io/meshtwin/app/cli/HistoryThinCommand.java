package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.CountWords;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.progress.Progress;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.app.report.Answer;
import io.meshtwin.ingest.history.CheckpointPolicy;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.history.ThinnedCopy;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogException;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.WriterLease;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a smaller log of a long one. */
@Command(
    name = "thin",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Copy the log into a new mesh name with fewer old updates of Pods and endpoints: one of each"
            + " in a period, behind a gap event.",
    footer = {
      "",
      "Every event of configuration, every creation and every deletion is kept, in its order. What",
      "the copy says of the end of each period, and of everything after --until, is what the log",
      "says: that is verified by folding both before the command ends. Offsets are others. The log",
      "itself stays as it is; nobody may write it meanwhile. Go on with --mesh-name NAME, and delete",
      "the old topic when nothing refers to its offsets any more.",
      "",
      "Examples:",
      "  meshtwin history thin --to shop-2026 --until 30d",
      "  meshtwin history thin --to shop-2026 --until 2026-05-04T00:00:00Z --period 6h \\",
      "      --kafka kafka.example:9092 --mesh-name shop",
      "",
      "Exit codes: 0 copied and verified, 2 an error."
    })
final class HistoryThinCommand implements Callable<Integer> {
  @Mixin private final DataOptions data = new DataOptions();

  @Mixin private final DocumentOptions output = new DocumentOptions();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "NAME",
      description = "The name of the copy's mesh; there must be no events of it yet.")
  private String to = "";

  @Option(
      names = "--until",
      defaultValue = "30d",
      paramLabel = "MOMENT",
      description =
          "What is older has fewer updates: "
              + HistoryOptions.MOMENT
              + ". Default: ${DEFAULT-VALUE}.")
  private String until = "30d";

  @Option(
      names = "--period",
      defaultValue = "1d",
      paramLabel = "TIME",
      description =
          "So far apart are the moments at which Pods and endpoints are known: 15m, 6h, 1d. Default:"
              + " ${DEFAULT-VALUE}.")
  private String period = "1d";

  private final Terminal terminal;

  HistoryThinCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    output.parsed();
    Duration every = period();
    Moments.require(until);
    if (to.equals(data.mesh())) {
      throw new CommandException("--to " + to + " is the log that is read; name another mesh");
    }
    LogLocation location = data.location(terminal);
    Progress progress = terminal.progress();
    try (Progress.Hold _ = progress.hold();
        EventLog log = OpeningStage.toRead(location, new MeshTopic(data.mesh()), progress);
        WriterLease _ = log.heldLease();
        LogWriter _ = log.writer();
        EventLog copy = EventLog.open(location, new MeshTopic(to), step -> {})) {
      ThinnedCopy.Outcome outcome = thin(log, copy, every, progress);
      output.write(Answer.printed((out, _) -> print(outcome, out), () -> json(outcome)), terminal);
      return 0;
    } catch (LogException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private ThinnedCopy.Outcome thin(EventLog log, EventLog copy, Duration every, Progress progress) {
    long head = log.head();
    long end;
    try (History history = History.open(log, CheckpointPolicy.STANDARD)) {
      end = history.end(Moments.position(until));
    }
    try (Stage stage = progress.stage("copying the log")) {
      return ThinnedCopy.make(log, copy, every, end, offset -> stage.step(offset, head));
    }
  }

  private Duration period() {
    Duration every = Moments.duration(period);
    if (every == null || every.isZero()) {
      throw new CommandException("--period " + period + " is no time such as 15m, 6h or 1d");
    }
    return every;
  }

  private void print(ThinnedCopy.Outcome outcome, PrintStream out) {
    out.printf(
        "%s: %s, where %s has %d; %s left out%n",
        to,
        CountWords.of(outcome.written(), "event"),
        data.mesh(),
        outcome.read(),
        CountWords.of(
            outcome.leftOut(),
            "update of Pods and endpoints is",
            "updates of Pods and endpoints are"));
    out.printf(
        "verified: the same image behind the thinned part (@%d) and at the head (%s)%n",
        outcome.thinnedTo(), outcome.head());
  }

  private ObjectNode json(ThinnedCopy.Outcome outcome) {
    return Json.object()
        .put("from", data.mesh())
        .put("to", to)
        .put("read", outcome.read())
        .put("written", outcome.written())
        .put("leftOut", outcome.leftOut())
        .put("thinnedTo", outcome.thinnedTo())
        .put("digest", outcome.head().toString());
  }
}
