package io.meshtwin.app.serve;

import java.time.Duration;

/** Where the running mesh is seen; writes what differs from the log for as long as it is open. */
public interface MeshSource extends AutoCloseable {
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
