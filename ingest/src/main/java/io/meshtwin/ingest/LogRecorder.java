package io.meshtwin.ingest;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.ingest.log.WriterFencedException;
import io.meshtwin.ingest.log.WriterLease;
import io.meshtwin.ingest.source.Recorded;
import io.meshtwin.ingest.source.Recorder;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A mesh's writer that knows what the log says: it becomes the writer, reads to the head, and then
 * writes only what is not there, so that a restart doubles nothing. After a failure it begins so
 * again. Not for several threads at once.
 */
public final class LogRecorder implements Recorder, AutoCloseable {
  private final EventLog log;
  private final WriterLease lease;
  private final Recorded recorded = new Recorded();
  private long next;
  private @Nullable LogWriter writer;
  private @Nullable WriterFencedException fenced;

  private LogRecorder(EventLog log, WriterLease lease) {
    this.log = log;
    this.lease = lease;
  }

  /**
   * Becomes the mesh's writer and reads to the head.
   *
   * @throws io.meshtwin.ingest.log.DirectoryHeldException when another process writes this log
   */
  public static LogRecorder open(EventLog log) {
    LogRecorder recorder = new LogRecorder(log, log.heldLease());
    boolean open = false;
    try {
      recorder.catchUp();
      open = true;
      return recorder;
    } finally {
      if (!open) {
        recorder.close();
      }
    }
  }

  @Override
  public Recorded recorded(Predicate<ResourceKey> which) {
    catchUp();
    return recorded.only(which);
  }

  /**
   * Appends events as they are, in order.
   *
   * @throws io.meshtwin.ingest.log.LogException when some may be missing; the next call begins with
   *     reading to the head
   */
  @Override
  public void record(List<Event> events) {
    LogWriter open = catchUp();
    boolean written = false;
    try {
      List<Long> offsets = open.append(events);
      events.forEach(recorded::replay);
      next = offsets.isEmpty() ? next : offsets.getLast() + 1;
      written = true;
    } catch (WriterFencedException e) {
      fenced = e;
      throw e;
    } finally {
      if (!written) {
        open.close();
        writer = null;
      }
    }
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
    lease.close();
  }

  /** The writer, with the log read to its head; nothing comes in between as long as we write. */
  private LogWriter catchUp() {
    if (fenced != null) {
      // Beginning again would throw the new writer out, and then it us.
      throw fenced;
    }
    LogWriter open = writer;
    if (open == null) {
      open = log.writer();
      writer = open;
      next =
          log.readFrom(
              next,
              entry -> {
                if (entry instanceof LogEntry.Recorded event) {
                  recorded.replay(event.event());
                }
              });
    }
    return open;
  }
}
