package io.meshtwin.ingest.log;

import io.meshtwin.ingest.codec.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The committed records of a mesh's topic as entries. Kafka refuses to go past a batch that fails
 * its checksum; this finds the batch's end and goes on behind it, with an entry that names it.
 */
final class RecordStream implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;

  RecordStream(String address, MeshTopic topic, Fetch fetch) {
    this.partition = topic.partition();
    this.consumer =
        new KafkaConsumer<>(
            KafkaSettings.consumer(address, fetch),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(List.of(partition));
  }

  void seek(long offset) {
    consumer.seek(partition, offset);
  }

  /** The offset that is read next. */
  long position() {
    return consumer.position(partition);
  }

  /** The offset after the last committed entry. */
  long head(Duration limit) {
    return consumer.endOffsets(Set.of(partition), limit).getOrDefault(partition, 0L);
  }

  /** The first offset that is still there. */
  long beginning() {
    return consumer.beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L);
  }

  /**
   * The next records; none when none came for a moment.
   *
   * @throws MisplacedRecordException when one of them hides others; the position stays
   */
  Polled poll() {
    ConsumerRecords<byte[], byte[]> records = ConsumerRecords.empty();
    LogEntry.CorruptRecord setAside = null;
    long before = position();
    try {
      records = consumer.poll(POLL);
    } catch (KafkaException e) {
      if (!unreadable(e)) {
        throw e;
      }
      setAside = setAside();
    }
    requireInPlace(records, before);
    return Polled.of(records, setAside, position());
  }

  /** Stays where it was otherwise, so that nobody reads on. */
  private void requireInPlace(ConsumerRecords<byte[], byte[]> records, long before) {
    long next = position();
    if (!records.isEmpty() && records.records(partition).getLast().offset() >= next) {
      seek(before);
      throw new MisplacedRecordException(records.records(partition).getLast().offset(), next);
    }
  }

  /** Makes a poll or a wait on another thread end with a {@link WakeupException}. */
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }

  /**
   * Goes behind the batch at the position, which cannot be read: by doubling steps to an offset
   * that can be read, then back by halving.
   */
  private LogEntry.CorruptRecord setAside() {
    long first = position();
    long head = head(KafkaSettings.PATIENCE);
    long unreadable = first;
    long step = 1;
    long readable = Math.min(first + step, head);
    while (readable < head && !canRead(readable)) {
      unreadable = readable;
      step *= 2;
      readable = Math.min(first + step, head);
    }
    while (readable - unreadable > 1) {
      long middle = unreadable + (readable - unreadable) / 2;
      if (canRead(middle)) {
        readable = middle;
      } else {
        unreadable = middle;
      }
    }
    seek(readable);
    return new LogEntry.CorruptRecord(
        first,
        readable - 1 == first
            ? "the record fails Kafka's checksum"
            : "the records up to offset %d fail Kafka's checksum".formatted(readable - 1),
        null);
  }

  private boolean canRead(long offset) {
    Instant limit = Instant.now().plus(KafkaSettings.PATIENCE);
    seek(offset);
    while (Instant.now().isBefore(limit)) {
      try {
        if (!consumer.poll(POLL).isEmpty() || position() > offset) {
          return true;
        }
      } catch (KafkaException e) {
        if (!unreadable(e)) {
          throw e;
        }
        return false;
      }
    }
    throw new KafkaException("no answer about offset " + offset);
  }

  /**
   * Whether the failure is about the batch at the position and will not pass by itself: the
   * consumer then throws a bare exception around the one that describes the batch.
   */
  private static boolean unreadable(KafkaException failure) {
    return failure instanceof CorruptRecordException
        || (failure.getClass() == KafkaException.class
            && failure.getCause() instanceof KafkaException);
  }
}
