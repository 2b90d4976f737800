package io.meshtwin.bench.history;

import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.twin.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Kafka's own clients with nothing of ours around them, on the same broker: what rates relate to.
 */
final class BareClients {
  private BareClients() {}

  /** A producer with the log's settings for batches and compression, and no transactions. */
  static final class Producer implements AutoCloseable {
    private final String topic;
    private final KafkaProducer<String, byte[]> producer;
    private long count;

    Producer(EventLog log, String topic) {
      this.topic = topic;
      Map<String, Object> settings = new HashMap<>();
      settings.put("bootstrap.servers", log.address());
      settings.put("acks", "all");
      settings.put("linger.ms", 5);
      settings.put("batch.size", 128 * 1024);
      settings.put("compression.type", "lz4");
      settings.put("max.request.size", 8 * 1024 * 1024);
      this.producer =
          new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** What it takes until the broker has the same bytes that the log would have. */
    Cost append(List<Event> events) {
      List<ProducerRecord<String, byte[]>> records = encoded(events);
      return Cost.of(() -> send(records));
    }

    private List<ProducerRecord<String, byte[]>> encoded(List<Event> events) {
      List<ProducerRecord<String, byte[]>> records = new ArrayList<>(events.size());
      for (Event event : events) {
        records.add(EventCodec.encode(topic, "0123456789abcdef-" + count++, event));
      }
      return records;
    }

    private void send(List<ProducerRecord<String, byte[]>> records) {
      for (ProducerRecord<String, byte[]> record : records) {
        var _ = producer.send(record);
      }
      producer.flush();
    }

    @Override
    public void close() {
      producer.close();
    }
  }

  /** Reads a topic from its beginning and looks at nothing. */
  static void read(EventLog log, long end) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", log.address());
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", false);
    settings.put("auto.offset.reset", "none");
    settings.put("max.poll.records", 2_000);
    settings.put("max.partition.fetch.bytes", 8 * 1024 * 1024);
    TopicPartition partition = new TopicPartition(log.topic().name(), 0);
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 0);
      while (consumer.position(partition) < end) {
        // A record is made of its bytes when it is polled.
        var _ = consumer.poll(Duration.ofMillis(200)).count();
      }
    }
  }
}
