package io.meshtwin.app.serve;

import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.FollowState;
import io.meshtwin.ingest.log.LogException;
import io.meshtwin.ingest.log.LogUnavailableException;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.ingest.log.WriterFencedException;
import io.meshtwin.ingest.log.WriterLease;
import io.meshtwin.ingest.source.Recorder;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.image.TwinImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way into the log for everything in this process: sources, changes, what proxies say. One
 * caller at a time decides on the image at the head, and returns when its events are folded.
 */
public final class MeshWriter implements AutoCloseable {
  private static final Duration FOLDED = Duration.ofSeconds(30);

  private final EventLog log;
  private final Loader loader;
  private final WriterLease lease;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable LogWriter writer;
  private volatile @Nullable String fenced;

  private MeshWriter(EventLog log, Loader loader, WriterLease lease) {
    this.log = log;
    this.loader = loader;
    this.lease = lease;
  }

  /** The way into a log, for as long as this process holds the lease. */
  static MeshWriter of(EventLog log, Loader loader, WriterLease lease) {
    return new MeshWriter(log, loader, lease);
  }

  /**
   * Becomes the writer of the mesh's log.
   *
   * @throws io.meshtwin.ingest.log.DirectoryHeldException when another process is
   * @throws LogException when this process does not hold the lease, or the broker does not answer
   */
  void take() {
    lock.lock();
    try {
      fenced = null;
      current();
    } finally {
      lock.unlock();
    }
  }

  /** Writes nothing more: another process does. */
  void leave() {
    close();
  }

  /**
   * Appends what is decided on the image at the head of the log.
   *
   * @param decide gives the events, possibly none; may throw to refuse, then nothing is written
   * @return the image with the events folded
   * @throws LogException when they could not be written, or it is not known whether they were: the
   *     image tells, as soon as the broker is back
   */
  public TwinImage append(Function<TwinImage, ? extends List<? extends Event>> decide) {
    lock.lock();
    try {
      refuseWithoutBroker();
      LogWriter current = current();
      List<? extends Event> events = decide.apply(loader.image());
      if (!events.isEmpty()) {
        awaitFolded(current.append(events).getLast() + 1);
      }
      return loader.image();
    } catch (LogException e) {
      abandon(e);
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The same for a source. What is recorded is asked at the head of the log, also after a failure
   * that left open what was written: the image alone may be behind it.
   */
  Recorder recorder() {
    return Recorder.of(() -> append(_ -> List.of()).observed(), events -> append(_ -> events));
  }

  /** Why this process does not write, null when it does. */
  public @Nullable String follows() {
    String reason = fenced;
    return reason != null || lease.held()
        ? reason
        : "this process follows: the log is written by " + lease.holder();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (writer != null) {
        writer.close();
        writer = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private LogWriter current() {
    String reason = follows();
    if (reason != null) {
      throw new LogException(reason + "; nothing was written");
    }
    LogWriter open = writer;
    if (open == null) {
      open = log.writer();
      writer = open;
      // Nobody else writes from here on; what others wrote before decides too.
      awaitFolded(log.head());
    }
    return open;
  }

  private void abandon(LogException failure) {
    LogWriter failed = writer;
    if (failed != null) {
      writer = null;
      failed.close();
    }
    if (failure instanceof WriterFencedException) {
      fenced = failure.getMessage();
    }
  }

  /** The broker client would wait for half a minute before it says what is known already. */
  private void refuseWithoutBroker() {
    log.brokerFailure()
        .ifPresent(failure -> {
          throw new LogUnavailableException(
              "the embedded broker gave up: %s; nothing was written, the last image (offset %d) is served; make space where it is missing and start this again"
                  .formatted(failure, loader.image().position().offset()));
        });
    if (loader.logState() instanceof FollowState.Lost(long next, Instant since, String reason)) {
      throw new LogUnavailableException(
          "the log at %s does not answer since %s (%s); nothing was written, the last image (offset %d) is served"
              .formatted(log.address(), since, reason, next - 1));
    }
  }

  private void awaitFolded(long next) {
    try {
      if (!loader.await(next, FOLDED)) {
        throw new LogUnavailableException(
            "the log at %s is not read to offset %d after %d s; what was written is safe"
                .formatted(log.address(), next, FOLDED.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogException("interrupted while the log was read", e);
    }
  }
}
