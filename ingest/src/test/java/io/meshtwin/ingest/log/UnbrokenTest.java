package io.meshtwin.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.testkit.kafka.KafkaBroker;
import io.meshtwin.twin.event.Event;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch of which Kafka's own checksum does not tell that it is damaged, on somebody's Kafka. */
class UnbrokenTest {
  private static final MeshTopic TOPIC = new MeshTopic("mesh");
  private static final List<Event> EVENTS = Events.services(6);

  @TempDir Path beside;

  @Test
  void eventsThatAreGoneWithoutATraceAreNamed() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start()) {
      LogLocation location = damaged(broker, 0);
      try (EventLog log = open(location)) {
        var read = new ArrayList<LogEntry>();
        log.read(new LogPosition.Head(), read::add);
        assertThat(read).hasSize(5);
        assertThat(read.get(2))
            .isEqualTo(
                new LogEntry.CorruptRecord(
                    2, "before offset 6 events of its writer are missing (number: 2)", null));
        List<LogEntry> followed = new CopyOnWriteArrayList<>();
        try (LogFollower follower =
            log.follow(0, followed::addAll, (first, last, failure) -> followed.clear())) {
          assertThat(follower.await(log.head(), Duration.ofSeconds(20))).isTrue();
        }
        assertThat(followed).isEqualTo(read);
      }
    }
  }

  @Test
  void aRecordThatSaysToStandBehindTheEndIsRefused() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start()) {
      LogLocation location = damaged(broker, 259);
      try (EventLog log = open(location)) {
        String words = "a record before offset 9 says that its own is 260";
        assertThatThrownBy(() -> log.readFrom(0, entry -> {}))
            .isInstanceOf(LogException.class)
            .hasMessageContaining("is damaged: " + words)
            .hasMessageContaining("from a copy or a replica");
        try (LogFollower follower = log.follow(0, entries -> {}, (first, last, failure) -> {})) {
          awaitLost(follower, words);
        }
      }
    }
  }

  private static void awaitLost(LogFollower follower, String words) {
    Instant limit = Instant.now().plusSeconds(20);
    while (!(follower.state() instanceof FollowState.Lost lost && lost.reason().contains(words))) {
      assertThat(Instant.now()).as("state %s", follower.state()).isBefore(limit);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** Three transactions, of which the second says that it begins at an offset. */
  private LogLocation damaged(KafkaBroker broker, long says) throws IOException {
    var location = new LogLocation.External(broker.bootstrapServers(), beside);
    try (EventLog log = open(location);
        LogWriter writer = log.writer()) {
      writer.append(EVENTS.subList(0, 2));
      writer.append(EVENTS.subList(2, 4));
      writer.append(EVENTS.subList(4, 6));
    }
    broker.stop();
    // Behind the first transaction's marker at offset 2.
    setBaseOffsetOfBatchAt(3, says, broker);
    broker.restart();
    return location;
  }

  @Test
  void writersBeginAtNoughtAndMayBeReadFromAnywhere() {
    var entries = new ArrayList<LogEntry>();
    var unbroken = new Unbroken(entries::add);
    List<LogEntry> told =
        List.of(
            entry(7, "00000000000000aa-5"),
            entry(8, "00000000000000aa-6"),
            entry(10, "00000000000000bb-0"),
            entry(11, "00000000000000bb-x"),
            entry(12, "somebody-9"),
            entry(13, "00000000000000cc-3"));
    told.forEach(unbroken::accept);
    assertThat(entries).isEqualTo(told);
    unbroken.accept(entry(15, "00000000000000dd-1"));
    assertThat(entries.get(6))
        .isEqualTo(
            new LogEntry.CorruptRecord(
                14, "before offset 15 events of its writer are missing (number: 1)", null));
  }

  private static LogEntry entry(long offset, String id) {
    return new LogEntry.Recorded(offset, id, EVENTS.getFirst());
  }

  private static EventLog open(LogLocation location) {
    return EventLog.open(location, TOPIC, StartProgress.SILENT);
  }

  /** Batches of the only segment: base offset (8 bytes), length (4 bytes), and so much more. */
  private static void setBaseOffsetOfBatchAt(long offset, long says, KafkaBroker broker)
      throws IOException {
    Path segment = broker.files().resolve(TOPIC.name() + "-0").resolve("00000000000000000000.log");
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      long position = 0;
      while (file.readLong() != offset) {
        position += 12 + file.readInt();
        file.seek(position);
      }
      file.seek(position);
      file.writeLong(says);
    }
  }
}
