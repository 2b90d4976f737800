package io.meshtwin.app.serve;

import io.meshtwin.ingest.source.SecretReader;
import java.time.Duration;
import java.util.List;

/** Where the running mesh is seen; writes what differs from the log for as long as it is open. */
public interface MeshSource extends AutoCloseable {
  /** Begins to follow the sources that a user named: manifests on disk, or a cluster. */
  static MeshSource of(List<String> sources, MeshWriter writer) {
    return sources.equals(List.of(ServeSettings.CLUSTER))
        ? ClusterSource.start(writer)
        : ManifestFilesSource.start(sources, writer);
  }

  /** Where it has the values of Secrets, which never enter the log. */
  SecretReader secrets();

  /** How it stands, right now. */
  SourceStatus status();

  /**
   * Waits until everything was seen once.
   *
   * @return false when the time ran out
   */
  boolean awaitListed(Duration limit) throws InterruptedException;

  /** Stops; when this returns nothing more is written. */
  @Override
  void close();
}
