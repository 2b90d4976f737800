package io.meshtwin.ingest.log;

import java.time.Duration;

/**
 * The right to write a mesh's log, which one process at a time has. Transactions fence whoever
 * writes without it; the lease is what keeps processes from fencing each other.
 */
public interface WriterLease extends AutoCloseable {
  /** Whether this process may write, right now. */
  boolean held();

  /**
   * Waits until it is settled whether this process may write.
   *
   * @return whether it may
   */
  boolean awaitSettled(Duration limit) throws InterruptedException;

  /**
   * Waits until {@link #held} is something else than it was.
   *
   * @return whether this process may write now
   */
  boolean awaitOther(boolean before, Duration limit) throws InterruptedException;

  /** Who holds it, in words. */
  String holder();

  /** Gives it up, at once to the next who waits. */
  @Override
  void close();
}
