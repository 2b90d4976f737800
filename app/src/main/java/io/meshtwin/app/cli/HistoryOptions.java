package io.meshtwin.app.cli;

import io.meshtwin.app.history.FlowHistory;
import io.meshtwin.app.history.View;
import io.meshtwin.app.progress.Progress;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.ingest.history.CheckpointPolicy;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogException;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.LogPosition;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.TwinImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every question about the past: where the log is, and how meshes are read. */
final class HistoryOptions {
  static final String MOMENT =
      "a time with its zone (2026-05-04T10:00:00Z), @OFFSET, how long ago (90s, 15m, 2h, 3d) or"
          + " head";

  private static final Pattern TIME = Pattern.compile("(?<count>[0-9]{1,9})(?<unit>[smhd])");

  @Mixin private final DataOptions data = new DataOptions();

  @Mixin private final DialectOptions dialect = new DialectOptions();

  @Option(
      names = "--observed",
      description =
          "Ask what the cluster said, with configuration that waits for approval; otherwise what"
              + " proxies were meant to run.")
  private boolean observed;

  /** Which image is asked. */
  View view() {
    return observed ? View.OBSERVED : View.APPROVED;
  }

  /** The log with its past, closed behind the question. */
  record Opened(EventLog log, History history, Progress progress) {
    /** What stands before a moment. */
    long end(String moment) {
      return history.end(HistoryOptions.moment(moment));
    }

    /** The image of what stands before that. */
    TwinImage imageBefore(long end) {
      try (Stage _ = progress.stage("reading the log")) {
        return history.imageBefore(end);
      }
    }

    /** What the past did to flows. */
    <T> T flows(View view, Function<FlowHistory, T> question) {
      try (Stage stage = progress.stage("reading the log")) {
        return question.apply(new FlowHistory(history, view, stage));
      }
    }
  }

  /** Opens the log to read it and asks. */
  <T> T ask(Terminal terminal, Function<Opened, T> question) {
    Progress progress = terminal.progress();
    LogLocation location = data.location(terminal);
    try (Progress.Hold _ = progress.hold();
        EventLog log = OpeningStage.toRead(location, new MeshTopic(data.mesh()), progress);
        History history = History.open(log, CheckpointPolicy.STANDARD)) {
      return question.apply(new Opened(log, history, progress));
    } catch (LogException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The dialect for images of one mesh's past: the one that was asked for; otherwise Istio's where
   * the whole mesh or what is asked of it shows Istio.
   */
  Function<MeshImage, ResolvedMesh> resolving(TwinImage whole) {
    var shown = dialect.of(view().of(whole));
    return shown.equals(Dialect.ISTIO) ? image -> ResolvedMesh.of(image, shown) : this::resolve;
  }

  /** The image read in the dialect that was asked for, or that it shows. */
  ResolvedMesh resolve(MeshImage image) {
    return ResolvedMesh.of(image, dialect.of(image));
  }

  /**
   * Reads a moment.
   *
   * @throws CommandException when it is none
   */
  static LogPosition moment(String text) {
    Duration ago = duration(text);
    if (ago != null) {
      return new LogPosition.AtTime(Instant.now().minus(ago));
    }
    String plain = text.startsWith("@") ? text.substring(1) : text;
    try {
      return plain.equals("head") ? new LogPosition.Head() : LogPosition.parse(plain);
    } catch (LogException e) {
      throw new CommandException("'" + text + "' is no moment of the log: " + MOMENT, e);
    }
  }

  /** A time such as 90s, 15m, 2h or 3d; null for anything else. */
  static @Nullable Duration duration(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return null;
    }
    long count = Long.parseLong(time.group("count"));
    return switch (time.group("unit")) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
