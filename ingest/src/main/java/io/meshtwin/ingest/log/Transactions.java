package io.meshtwin.ingest.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** One idempotent, transactional producer; usable until its first failure. */
final class Transactions implements AutoCloseable {
  private final KafkaProducer<String, byte[]> producer;

  private Transactions(KafkaProducer<String, byte[]> producer) {
    this.producer = producer;
  }

  /** Opens a producer, which fences its predecessor and settles what that one left open. */
  static Transactions open(String address, MeshTopic topic) {
    Transactions opened =
        new Transactions(
            new KafkaProducer<>(
                KafkaSettings.producer(address, topic.writerId()),
                new StringSerializer(),
                new ByteArraySerializer()));
    try {
      opened.producer.initTransactions();
      HangingTransactions.abort(address, topic);
      return opened;
    } catch (KafkaException e) {
      opened.close();
      throw new LogUnavailableException(
          "the broker at %s lets nobody write %s: %s; what is in the log is safe"
              .formatted(address, topic.name(), e.getMessage()),
          e);
    }
  }

  /** Whether the failure says that another writer took over. */
  static boolean fenced(Throwable failure) {
    return causedBy(failure, ProducerFencedException.class)
        || causedBy(failure, InvalidProducerEpochException.class);
  }

  /** Whether the failure says that a record is larger than producer or topic allow. */
  static boolean tooLarge(Throwable failure) {
    return causedBy(failure, RecordTooLargeException.class);
  }

  /** Whether the failure says that the thread was interrupted. */
  static boolean interrupted(Throwable failure) {
    return causedBy(failure, InterruptException.class);
  }

  /** Writes the events in one transaction, each as it comes, and returns their offsets. */
  List<Long> commit(Outgoing events) {
    producer.beginTransaction();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    events.forEach(record -> sent.add(producer.send(record)));
    producer.commitTransaction();
    return sent.stream().map(Transactions::offset).toList();
  }

  @Override
  public void close() {
    // Waiting for a broker that is gone would help nobody: the next producer settles the rest.
    producer.close(Duration.ofMillis(500));
  }

  private static long offset(Future<RecordMetadata> sent) {
    try {
      return sent.get().offset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a committed transaction has no failed record", e);
    }
  }

  /** The producer wraps what put it into its error state. */
  private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
