package io.meshtwin.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.twin.event.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ForgottenTransaction} leaves, on a real embedded broker. */
class HangingTransactionsTest {
  private static final MeshTopic TOPIC = new MeshTopic("hanging");

  @TempDir Path data;
  private EventLog log;

  @BeforeEach
  void open() {
    log = EventLog.open(new LogLocation.Embedded(data, 0), TOPIC, StartProgress.SILENT);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void whatAKilledWriterLeftOpenIsNeitherReadNorCommittedByTheNextOnesFirstCommit()
      throws Exception {
    List<Event> events = Events.services(20);
    try (LogWriter first = log.writer()) {
      first.append(events.subList(0, 10));
    }
    ForgottenTransaction.leave(log.address(), TOPIC, events.subList(10, 15));
    assertThat(open(TOPIC)).isEqualTo(1);
    try (LogWriter next = log.writer()) {
      assertThat(open(TOPIC)).isZero();
      // The process knows nothing of what it was killed over, and writes all that is not there.
      next.append(events.subList(10, 20));
    }
    assertThat(Events.read(log)).isEqualTo(events);
    assertThat(ids()).doesNotHaveDuplicates().noneMatch(id -> id.startsWith("forgotten"));
  }

  @Test
  void aReaderIsNotHeldUpByWhatNobodyWillCommit() throws Exception {
    List<Event> events = Events.services(4);
    ForgottenTransaction.leave(log.address(), TOPIC, events);
    long stuck = log.head();
    try (LogWriter next = log.writer()) {
      next.append(events);
    }
    assertThat(stuck).isZero();
    assertThat(log.head()).isGreaterThan(events.size());
    assertThat(Events.read(log)).isEqualTo(events);
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    log.readFrom(0, entry -> ids.add(((LogEntry.Recorded) entry).id()));
    return ids;
  }

  /** How many transactions stand open in the partition. */
  private long open(MeshTopic topic) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(KafkaSettings.admin(log.address()))) {
      List<ProducerState> producers =
          admin
              .describeProducers(List.of(topic.partition()))
              .partitionResult(topic.partition())
              .get()
              .activeProducers();
      return producers.stream().filter(p -> p.currentTransactionStartOffset().isPresent()).count();
    }
  }
}
