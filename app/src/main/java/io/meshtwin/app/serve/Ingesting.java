package io.meshtwin.app.serve;

import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import java.util.List;

/** A source that is followed into a log, and nothing else: {@code meshtwin ingest}. */
public final class Ingesting implements AutoCloseable {
  private final EventLog log;
  private final Loader loader;
  private final MeshWriter writer;
  private final MeshSource source;

  private Ingesting(EventLog log, Loader loader, MeshWriter writer, MeshSource source) {
    this.log = log;
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
      Loader loader = Loader.start(log);
      MeshWriter writer = MeshWriter.open(log, loader);
      var following = new Ingesting(log, loader, writer, MeshSource.of(sources, writer));
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
    log.close();
  }
}
