package io.meshtwin.ingest.log;

import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.ingest.codec.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

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

  private final TopicPartition partition;
  private final Start start;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private FollowState state;
  private Instant answered = Instant.now();
  private Instant nextProbe = answered;
  private volatile boolean closed;

  private LogFollower(String address, MeshTopic topic, Start start) {
    this.partition = topic.partition();
    this.start = start;
    this.state = new FollowState.Behind(start.from(), start.from());
    this.consumer =
        new KafkaConsumer<>(
            KafkaSettings.consumer(address),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
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
    consumer.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, start.from());
      while (!closed) {
        step();
      }
    } catch (WakeupException | InterruptException e) {
      // Closed.
    }
  }

  private void step() {
    try {
      List<LogEntry> entries = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        entries.add(EventCodec.decode(record));
      }
      if (!entries.isEmpty()) {
        answered = Instant.now();
        deliver(entries);
        become(standing(consumer.currentLag(partition).orElse(0)));
      } else if (nextProbe.isBefore(Instant.now())) {
        nextProbe = Instant.now().plus(PROBE);
        long head = consumer.endOffsets(Set.of(partition), ANSWER).getOrDefault(partition, 0L);
        answered = Instant.now();
        become(standing(head - consumer.position(partition)));
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

  private FollowState standing(long lag) {
    long next = consumer.position(partition);
    return lag > 0 ? new FollowState.Behind(next, next + lag) : new FollowState.Connected(next);
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
