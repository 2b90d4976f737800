package io.meshtwin.ingest.log;

import io.meshtwin.ingest.codec.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * A thread that reads the log for a listener until it is closed. Neither a listener that throws nor
 * a broker that is gone stops it.
 */
public final class LogFollower implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  /** How often an idle follower asks whether the broker is still there. */
  private static final Duration PROBE = Duration.ofMillis(500);

  /** How long the broker may take to answer. */
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** From where, and for whom. */
  record Start(long from, LogListener listener, FollowFaults faults) {}

  private final Start start;
  private final RecordStream records;
  private final List<LogEntry> arrived = new ArrayList<>();
  private final Unbroken unbroken = new Unbroken(arrived::add);
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private FollowState state;
  private Instant answered = Instant.now();
  private Instant nextProbe = answered;
  private long head;
  private volatile boolean closed;

  private LogFollower(String address, MeshTopic topic, Start start) {
    this.start = start;
    this.state = new FollowState.Behind(start.from(), start.from());
    this.records = new RecordStream(address, topic, Fetch.STREAM);
    this.thread =
        Thread.ofPlatform().daemon().name("log-follower-" + topic.mesh()).unstarted(this::run);
  }

  static LogFollower start(String address, MeshTopic topic, Start start) {
    LogFollower follower = new LogFollower(address, topic, start);
    follower.thread.start();
    return follower;
  }

  /** How the follower stands to the log, right now. */
  public FollowState state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything before an offset was handed over, for who must see what it wrote.
   *
   * @param next exclusive
   * @return false when the time ran out
   */
  public boolean await(long next, Duration limit) throws InterruptedException {
    long nanos = limit.toNanos();
    lock.lock();
    try {
      while (state.next() < next) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    records.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (records) {
      records.seek(start.from());
      while (!closed) {
        step();
      }
    } catch (WakeupException | InterruptException e) {
      // Closed.
    }
  }

  private void step() {
    try {
      Polled polled = records.poll();
      polled.entries(offset -> true, unbroken);
      List<LogEntry> entries = List.copyOf(arrived);
      arrived.clear();
      if (!entries.isEmpty()) {
        answered = Instant.now();
        deliver(entries);
        passTo(polled.next());
      } else if (nextProbe.isBefore(Instant.now())) {
        nextProbe = Instant.now().plus(PROBE);
        long head = records.head(ANSWER);
        answered = Instant.now();
        standAt(records.position(), head);
      }
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (InvalidOffsetException e) {
      lost("the log does not hold offset %d, which was read before".formatted(state.next()));
    } catch (KafkaException e) {
      lost(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
  }

  private void deliver(List<LogEntry> entries) {
    try {
      start.listener().entries(entries);
    } catch (Throwable failure) {
      start
          .faults()
          .listenerFailed(entries.getFirst().offset(), entries.getLast().offset(), failure);
    }
  }

  /** More came; whether that was all, the next probe tells, right after a poll that is empty. */
  private void passTo(long next) {
    nextProbe = answered;
    become(new FollowState.Behind(next, Math.max(next, head)));
  }

  private void standAt(long next, long newHead) {
    head = newHead;
    become(
        next < newHead ? new FollowState.Behind(next, newHead) : new FollowState.Connected(next));
  }

  private void lost(String reason) {
    LockSupport.parkNanos(POLL.toNanos());
    become(new FollowState.Lost(state.next(), answered, reason));
  }

  private void become(FollowState next) {
    lock.lock();
    try {
      if (state.equals(next)) {
        return;
      }
      state = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      start.listener().state(next);
    } catch (Throwable failure) {
      start.faults().listenerFailed(next.next(), next.next(), failure);
    }
  }
}
