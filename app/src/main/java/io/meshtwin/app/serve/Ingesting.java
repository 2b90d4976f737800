package io.meshtwin.app.serve;

import io.meshtwin.ingest.history.CheckpointPolicy;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.ingest.log.WriterLease;
import java.util.ArrayDeque;
import java.util.Deque;

/** A source that is followed into a log, and nothing else: {@code meshtwin ingest}. */
public final class Ingesting implements AutoCloseable {
  private final MeshSource source;
  private final Deque<AutoCloseable> open;

  private Ingesting(MeshSource source, Deque<AutoCloseable> open) {
    this.source = source;
    this.open = open;
  }

  /**
   * Begins to follow.
   *
   * @param sources at least one place
   * @throws io.meshtwin.ingest.log.LogException when the log cannot be opened or is another's
   */
  public static Ingesting start(
      LogLocation location, String mesh, Sources sources, StartProgress progress) {
    Deque<AutoCloseable> open = new ArrayDeque<>();
    boolean complete = false;
    try {
      EventLog log = opened(open, EventLog.open(location, new MeshTopic(mesh), progress));
      WriterLease lease = opened(open, log.heldLease());
      History history = opened(open, History.open(log, CheckpointPolicy.STANDARD));
      Loader loader = opened(open, Loader.start(log, history));
      MeshWriter writer = opened(open, MeshWriter.of(log, loader, lease));
      writer.take();
      MeshSource source = opened(open, MeshSource.of(sources, writer.recorder()));
      complete = true;
      return new Ingesting(source, open);
    } finally {
      if (!complete) {
        Serving.close(open);
      }
    }
  }

  private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> open, T resource) {
    open.push(resource);
    return resource;
  }

  /** How the source stands. */
  public SourceStatus status() {
    return source.status();
  }

  @Override
  public void close() {
    Serving.close(open);
  }
}
