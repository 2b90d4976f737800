package io.meshtwin.app.serve;

import io.meshtwin.ingest.source.Recorder;
import io.meshtwin.ingest.source.SecretReader;
import java.time.Duration;

/** Where the running mesh is seen; writes what differs from the log for as long as it is open. */
public interface MeshSource extends AutoCloseable {
  /** Begins to follow the sources that a user named: manifests on disk, or a cluster. */
  static MeshSource of(Sources sources, Recorder recorder) {
    return sources.isCluster()
        ? ClusterSource.start(sources, recorder)
        : ManifestFilesSource.start(sources, recorder);
  }

  /** Where it has the values of Secrets, which never enter the log. */
  SecretReader secrets();

  /** What history calls the cluster where it is seen. */
  String cluster();

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
