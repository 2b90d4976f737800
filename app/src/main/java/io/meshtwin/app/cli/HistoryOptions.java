package io.meshtwin.app.cli;

import io.meshtwin.app.history.FlowHistory;
import io.meshtwin.app.history.View;
import io.meshtwin.app.progress.Progress;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.ingest.history.CheckpointPolicy;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogException;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.TwinImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every question about the past: where the log is, and how meshes are read. */
final class HistoryOptions {
  static final String MOMENT = Moments.FORMS;

  @Mixin private final DataOptions data = new DataOptions();

  @Mixin private final DialectOptions dialect = new DialectOptions();

  @Mixin private final DamageOption damage = new DamageOption();

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

  /**
   * The log with its past, closed behind the question.
   *
   * @param say takes a sentence for the user
   */
  record Opened(EventLog log, History history, Progress progress, Consumer<String> say) {
    /** The moments of this log. */
    Moments moments() {
      return new Moments(log, history, say);
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

  /** The image before an offset, with nothing missing in it. */
  TwinImage whole(Opened opened, long end) {
    damage.check(opened.history(), end, opened.say());
    return opened.imageBefore(end);
  }

  /** Makes sure that nothing is missing in any image of a stretch. */
  void requireWhole(Opened opened, Span span) {
    damage.check(opened.history(), span, opened.say());
  }

  /** Opens the log to read it and asks. */
  <T> T ask(Terminal terminal, Function<Opened, T> question) {
    Progress progress = terminal.progress();
    LogLocation location = data.location(terminal);
    try (Progress.Hold _ = progress.hold();
        EventLog log = OpeningStage.toRead(location, new MeshTopic(data.mesh()), progress);
        History history = History.open(log, CheckpointPolicy.STANDARD)) {
      return question.apply(new Opened(log, history, progress, terminal::say));
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
}
