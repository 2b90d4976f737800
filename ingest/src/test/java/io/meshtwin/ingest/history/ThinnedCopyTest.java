package io.meshtwin.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogException;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.LogPosition;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.twin.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log with fewer events of Pods and endpoints beside the whole one, on a real broker. */
class ThinnedCopyTest {
  private static final long SEED =
      Long.getLong("meshtwin.seed", Math.floorMod(System.nanoTime(), 1_000_000L));
  private static final Duration PERIOD = Duration.ofHours(2);
  private static final List<Event> EVENTS = BusyLog.events(SEED, 12_000);

  /** Of these the copy has fewer. */
  private static final int OLD = 10_000;

  @TempDir static Path data;
  private static EventLog log;
  private static long until;

  @BeforeAll
  static void record() {
    log = open("mesh");
    try (LogWriter writer = log.writer()) {
      until = writer.append(EVENTS.subList(0, OLD)).getLast() + 1;
      writer.append(EVENTS.subList(OLD, EVENTS.size()));
    }
  }

  @AfterAll
  static void close() {
    log.close();
  }

  private static EventLog open(String mesh) {
    return EventLog.open(
        new LogLocation.Embedded(data, 0), new MeshTopic(mesh), StartProgress.SILENT);
  }

  @Test
  void theCopyTellsTheSameOfEveryPeriodsEndAndOfAllThatIsNew() {
    try (EventLog copy = open("thin");
        History was = History.open(log);
        History is = History.open(copy)) {
      var outcome = ThinnedCopy.make(log, copy, PERIOD, until, offset -> {});
      assertThat(outcome.read()).isEqualTo(EVENTS.size());
      assertThat(outcome.written()).isLessThan(outcome.read() - outcome.leftOut() / 2);
      assertThat(outcome.leftOut()).as("seed %d", SEED).isGreaterThan(1_000);
      assertThat(copy.head()).isLessThan(log.head());

      Instant end = Instant.parse("2026-01-01T02:00:00Z");
      for (; end.isBefore(EVENTS.getLast().provenance().time()); end = end.plus(PERIOD)) {
        assertSame(was, is, new LogPosition.AtTime(end));
      }
      for (int i = OLD - 1; i < EVENTS.size(); i += 400) {
        assertSame(was, is, new LogPosition.AtTime(EVENTS.get(i).provenance().time()));
      }
      assertThatThrownBy(() -> ThinnedCopy.make(log, copy, PERIOD, until, offset -> {}))
          .isInstanceOf(LogException.class)
          .hasMessage("meshtwin.thin.events has events; a thinned copy goes into a new mesh name");
    }
  }

  @Test
  void nothingIsThinnedWhereARecordCannotBeRead() throws Exception {
    try (EventLog damaged = open("damaged");
        EventLog copy = open("copy")) {
      try (LogWriter writer = damaged.writer()) {
        writer.append(EVENTS.subList(0, 10));
      }
      Map<String, Object> settings = Map.of("bootstrap.servers", damaged.address());
      try (var producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
        byte[] noise = {1, 2, 3};
        producer.send(new ProducerRecord<>(damaged.topic().name(), 0, noise, noise)).get();
      }
      assertThatThrownBy(() -> ThinnedCopy.make(damaged, copy, PERIOD, 100, offset -> {}))
          .isInstanceOf(LogException.class)
          .hasMessageContaining("cannot be read")
          .hasMessageEndingWith("so nothing is thinned");
    }
  }

  private static void assertSame(History was, History is, LogPosition moment) {
    assertThat(is.image(moment).observed().digest())
        .as("seed %d, at %s", SEED, moment)
        .isEqualTo(was.image(moment).observed().digest());
  }
}
