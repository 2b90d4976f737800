package io.meshtwin.ingest.log;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongPredicate;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Polls a stretch of the log on a thread of its own, some polls ahead of whoever folds it. Records
 * are decoded by the thread that has the time: by this one when it is as far ahead as it may be,
 * otherwise by the one that folds. Nobody else uses the stream meanwhile.
 */
final class ReadAhead implements AutoCloseable {
  private static final int POLLS = 4;

  private final RecordStream records;
  private final long end;
  private final LongPredicate which;
  private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(POLLS);
  private final Thread thread;
  private volatile boolean closed;

  /** What a poll came to. */
  private sealed interface Step {
    record Came(Polled polled) implements Step {}

    record Failed(RuntimeException failure) implements Step {}
  }

  private ReadAhead(RecordStream records, long end, LongPredicate which) {
    this.records = records;
    this.end = end;
    this.which = which;
    this.thread = Thread.ofPlatform().daemon().name("log-read-ahead").unstarted(this::run);
  }

  /**
   * Begins at the stream's position.
   *
   * @param end exclusive; the last poll may go beyond
   * @param which offsets are wanted; asked on either thread
   */
  static ReadAhead start(RecordStream records, long end, LongPredicate which) {
    var ahead = new ReadAhead(records, end, which);
    ahead.thread.start();
    return ahead;
  }

  /**
   * The next poll, up to the one that reaches the end.
   *
   * @throws RuntimeException the one that the poll ended with, a KafkaException most often
   */
  Polled next() {
    try {
      return switch (steps.take()) {
        case Step.Came(Polled polled) -> polled;
        case Step.Failed(RuntimeException failure) -> throw failure;
      };
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Returns when the stream is nobody's again. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      // What it waits to hand over, nobody wants any more.
      steps.clear();
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      try {
        boolean more = true;
        while (more && !closed) {
          Polled polled = records.poll();
          more = polled.next() < end;
          if (!steps.offer(new Step.Came(polled))) {
            steps.put(new Step.Came(polled.decoded(which)));
          }
        }
      } catch (RuntimeException e) {
        steps.put(new Step.Failed(e));
      } catch (OutOfMemoryError e) {
        steps.put(new Step.Failed(new IllegalStateException("no memory to read the log with", e)));
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; it would end.
      Thread.currentThread().interrupt();
    }
  }
}
