package io.meshtwin.ingest.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.twin.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What holds for a log on every broker: the embedded one and one that a user brings. */
abstract class EventLogContract {
  /** {@code host:port} of a broker that runs. */
  abstract String address();

  @Test
  void whatIsAppendedIsReadInOrder() {
    try (EventLog log = mesh("order");
        LogWriter writer = log.writer()) {
      List<Event> events = Events.services(5);
      assertThat(writer.append(events)).containsExactly(0L, 1L, 2L, 3L, 4L);
      assertThat(Events.read(log)).isEqualTo(events);
      // The commit marker takes an offset too.
      assertThat(log.head()).isEqualTo(6);
    }
  }

  @Test
  void aLargeListingIsAppendedOverSeveralTransactions() {
    try (EventLog log = mesh("large");
        LogWriter writer = log.writer()) {
      List<Event> events = Events.services(2 * Outgoing.MOST_EVENTS + 7);
      assertThat(writer.append(events)).hasSize(events.size()).isSorted().doesNotHaveDuplicates();
      assertThat(Events.read(log)).isEqualTo(events);
    }
  }

  @Test
  void appendingNothingWritesNothing() {
    try (EventLog log = mesh("nothing");
        LogWriter writer = log.writer()) {
      assertThat(writer.append(List.of())).isEmpty();
      assertThat(log.head()).isZero();
    }
  }

  @Test
  void anOffsetMeansTheLastEventAtOrBeforeIt() {
    try (EventLog log = mesh("offset");
        LogWriter writer = log.writer()) {
      List<Event> events = Events.services(4);
      writer.append(events.subList(0, 2));
      writer.append(events.subList(2, 4));
      // Offset 2 is the first transaction's marker.
      assertThat(Events.read(log, new LogPosition.AtOffset(2))).isEqualTo(events.subList(0, 2));
      assertThat(Events.read(log, new LogPosition.AtOffset(3))).isEqualTo(events.subList(0, 3));
      assertThat(Events.read(log, new LogPosition.AtOffset(99))).isEqualTo(events);
    }
  }

  @Test
  void aTimeMeansThePrefixUpToTheLastEventThatIsNotLater() {
    try (EventLog log = mesh("time");
        LogWriter writer = log.writer()) {
      Event first = Events.service("a", Events.TIME);
      Event later = Events.service("b", Events.TIME.plusSeconds(100));
      Event setBack = Events.service("c", Events.TIME.plusSeconds(1));
      Event last = Events.service("d", Events.TIME.plusSeconds(101));
      writer.append(List.of(first, later, setBack, last));
      assertThat(Events.read(log, new LogPosition.AtTime(Events.TIME.plusSeconds(2))))
          .containsExactly(first, later, setBack);
      assertThat(Events.read(log, new LogPosition.AtTime(Events.TIME))).containsExactly(first);
      assertThat(Events.read(log, new LogPosition.AtTime(Events.TIME.minusNanos(1)))).isEmpty();
    }
  }

  @Test
  void aCorruptRecordIsNamedByItsOffsetAndTheRestIsRead() {
    try (EventLog log = mesh("corrupt")) {
      List<Event> events = Events.services(2);
      try (LogWriter writer = log.writer()) {
        writer.append(events.subList(0, 1));
      }
      produceGarbage(log);
      try (LogWriter writer = log.writer()) {
        writer.append(events.subList(1, 2));
      }
      List<LogEntry> entries = new ArrayList<>();
      log.read(new LogPosition.Head(), entries::add);
      assertThat(entries).hasSize(3);
      assertThat(((LogEntry.Recorded) entries.get(0)).event()).isEqualTo(events.get(0));
      assertThat(entries.get(1)).isInstanceOf(LogEntry.CorruptRecord.class);
      assertThat(entries.get(1).offset()).isEqualTo(2);
      assertThat(((LogEntry.Recorded) entries.get(2)).event()).isEqualTo(events.get(1));
    }
  }

  @Test
  void aZombieWriterIsFencedAndWritesNothing() {
    try (EventLog log = mesh("zombie");
        LogWriter zombie = log.writer();
        LogWriter writer = log.writer()) {
      List<Event> events = Events.services(2);
      assertThatThrownBy(() -> zombie.append(events.subList(0, 1)))
          .isInstanceOf(WriterFencedException.class)
          .hasMessageContaining("another writer took over");
      assertThatThrownBy(() -> zombie.append(events.subList(0, 1)))
          .hasMessageContaining("has ended");
      writer.append(events.subList(1, 2));
      assertThat(Events.read(log)).isEqualTo(events.subList(1, 2));
    }
  }

  @Test
  void whatAWriterLeftOpenIsAbortedByTheNextAndNeverRead() {
    try (EventLog log = mesh("open")) {
      List<Event> events = Events.services(1);
      try (KafkaProducer<String, byte[]> producer = transactional(log)) {
        producer.initTransactions();
        producer.beginTransaction();
        Future<RecordMetadata> sent =
            producer.send(new ProducerRecord<>(log.topic().name(), "k", "never".getBytes(UTF_8)));
        producer.flush();
        assertThat(sent).isDone();
        try (LogWriter writer = log.writer()) {
          writer.append(events);
        }
      }
      assertThat(Events.read(log)).isEqualTo(events);
    }
  }

  @Test
  void anEventLargerThanTheTopicTakesIsRefusedAndNothingIsWritten() {
    try (EventLog log = mesh("huge");
        LogWriter writer = log.writer()) {
      Event huge = Events.service("x".repeat(MeshTopic.MAX_MESSAGE_BYTES), Events.TIME);
      assertThatThrownBy(() -> writer.append(List.of(Events.service("a", Events.TIME), huge)))
          .isInstanceOf(LogException.class)
          .hasMessageContaining("max.message.bytes");
      assertThat(Events.read(log)).isEmpty();
    }
  }

  private static void produceGarbage(EventLog log) {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", log.address()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      Future<RecordMetadata> sent =
          producer.send(new ProducerRecord<>(log.topic().name(), "k", "garbage".getBytes(UTF_8)));
      producer.flush();
      assertThat(sent).isDone();
    }
  }

  private static KafkaProducer<String, byte[]> transactional(EventLog log) {
    return new KafkaProducer<>(
        KafkaSettings.producer(log.address(), log.topic().writerId()),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private EventLog mesh(String name) {
    return EventLog.open(
        new LogLocation.External(address()), new MeshTopic(name), StartProgress.SILENT);
  }
}
