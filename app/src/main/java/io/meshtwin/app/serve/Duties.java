package io.meshtwin.app.serve;

import io.meshtwin.ingest.log.LogException;
import io.meshtwin.ingest.log.WriterLease;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What only the process that writes does, for as long as it holds the lease: of several processes
 * on one Kafka the others follow, and one of them takes over when the first is gone.
 */
final class Duties implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Duties.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final WriterLease lease;
  private final Work work;
  private final Thread thread = Thread.ofPlatform().daemon().name("duties").unstarted(this::run);
  private final ReentrantLock working = new ReentrantLock();
  private boolean atWork;
  private volatile boolean closed;

  /** What there is to do. */
  interface Work {
    /**
     * Begins.
     *
     * @throws LogException when the log cannot be written; it is tried again
     */
    void begin();

    /** Ends all of it, also what was begun in part. */
    void end();
  }

  private Duties(WriterLease lease, Work work) {
    this.lease = lease;
    this.work = work;
  }

  /**
   * Begins at once where the lease is held, and fails as the work fails; otherwise waits for it.
   */
  static Duties start(WriterLease lease, Work work) {
    var duties = new Duties(lease, work);
    if (lease.held()) {
      duties.atWork = true;
      work.begin();
    }
    duties.thread.start();
    return duties;
  }

  @Override
  public void close() {
    closed = true;
    // Not while it works: a log that is interrupted cannot say what it took.
    working.lock();
    try {
      thread.interrupt();
    } finally {
      working.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (atWork) {
      work.end();
    }
  }

  private void run() {
    try {
      while (!closed) {
        boolean may = lease.awaitOther(atWork, LOOK);
        if (may != atWork && !change(may)) {
          Thread.sleep(LOOK);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("closed");
    }
  }

  /** Whether it came to that; otherwise it is tried again. */
  private boolean change(boolean may) {
    working.lock();
    try {
      return closed || (may ? take() : leave());
    } finally {
      working.unlock();
    }
  }

  private boolean take() {
    LOG.info("this process writes the log now");
    try {
      atWork = true;
      work.begin();
      return true;
    } catch (LogException e) {
      LOG.warn("the log cannot be taken over yet: {}", e.getMessage());
      atWork = false;
      work.end();
      return false;
    }
  }

  private boolean leave() {
    LOG.warn("this process follows from now on: the log is written by {}", lease.holder());
    atWork = false;
    work.end();
    return true;
  }
}
