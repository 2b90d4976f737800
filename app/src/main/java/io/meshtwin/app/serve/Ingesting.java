package io.meshtwin.app.serve;

import io.meshtwin.ingest.history.CheckpointPolicy;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import java.util.List;

/** A source that is followed into a log, and nothing else: {@code meshtwin ingest}. */
public final class Ingesting implements AutoCloseable {
  private final EventLog log;
  private final History history;
  private final Loader loader;
  private final MeshWriter writer;
  private final MeshSource source;

  private Ingesting(
      EventLog log, History history, Loader loader, MeshWriter writer, MeshSource source) {
    this.log = log;
    this.history = history;
    this.loader = loader;
    this.writer = writer;
    this.source = source;
  }

  /**
   * Begins to follow.
   *
   * @param sources as in {@link ServeSettings}, at least one
   * @throws io.meshtwin.ingest.log.LogException when the log cannot be opened or is another's
   */
  public static Ingesting start(
      LogLocation location, String mesh, List<String> sources, StartProgress progress) {
    EventLog log = EventLog.open(location, new MeshTopic(mesh), progress);
    boolean complete = false;
    try {
      History history = History.open(log, CheckpointPolicy.STANDARD);
      Loader loader = Loader.start(log, history);
      MeshWriter writer = MeshWriter.open(log, loader);
      var following = new Ingesting(log, history, loader, writer, MeshSource.of(sources, writer));
      complete = true;
      return following;
    } finally {
      if (!complete) {
        log.close();
      }
    }
  }

  /** How the source stands. */
  public SourceStatus status() {
    return source.status();
  }

  @Override
  public void close() {
    source.close();
    writer.close();
    loader.close();
    history.close();
    log.close();
  }
}
