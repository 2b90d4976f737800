package io.meshtwin.ingest.log;

import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.ingest.codec.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads bounded prefixes of the log, committed events only. Not for several threads at once. */
final class LogReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final String address;
  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;

  LogReader(String address, MeshTopic topic) {
    this.address = address;
    this.partition = topic.partition();
    this.consumer =
        new KafkaConsumer<>(
            KafkaSettings.consumer(address),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(List.of(partition));
  }

  /** The offset after the last committed entry. */
  long head() {
    try {
      return consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  /** The first offset that is still there; more than 0 means that history was deleted. */
  long beginning() {
    try {
      return consumer.beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L);
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  /** The end, exclusive, of the prefix that the position means. */
  long end(LogPosition position) {
    long head = head();
    return switch (position) {
      case LogPosition.Head() -> head;
      case LogPosition.AtOffset(long offset) -> Math.min(offset + 1, head);
      case LogPosition.AtTime(Instant time) -> {
        LastNotLater last = new LastNotLater(time);
        read(0, head, last);
        yield last.end;
      }
    };
  }

  /** Hands over every entry of {@code [from, end)}. */
  void read(long from, long end, EntryConsumer entries) {
    try {
      consumer.seek(partition, from);
      Instant progress = Instant.now();
      long position = from;
      while (position < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() < end) {
            entries.accept(EventCodec.decode(record));
          }
        }
        long next = consumer.position(partition);
        if (next > position) {
          progress = Instant.now();
        } else if (progress.plus(KafkaSettings.PATIENCE).isBefore(Instant.now())) {
          throw unavailable(new KafkaException("no entry arrived after offset " + position));
        }
        position = next;
      }
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private LogUnavailableException unavailable(KafkaException e) {
    return new LogUnavailableException(
        "the log %s at %s cannot be read: %s; what is in it is safe, try again when the broker answers"
            .formatted(partition.topic(), address, e.getMessage()),
        e);
  }

  /** Finds the last event, in log order, that is not later than a time. */
  private static final class LastNotLater implements EntryConsumer {
    private final Instant time;
    private long end;

    LastNotLater(Instant time) {
      this.time = time;
    }

    @Override
    public void accept(LogEntry entry) {
      if (entry instanceof LogEntry.Recorded recorded
          && !recorded.event().provenance().time().isAfter(time)) {
        end = entry.offset() + 1;
      }
    }
  }
}
