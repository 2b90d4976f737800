package io.meshtwin.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.twin.event.Event;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlippedByteTest {
  private static final MeshTopic TOPIC = new MeshTopic("default");
  private static final int LAST_OFFSET_DELTA = 23;
  private static final int BATCH_HEADER = 61;

  @TempDir Path temp;

  @Test
  void aBatchThatFailsItsChecksumIsNamedAndTheRestIsRead() throws Exception {
    List<Event> events = Events.services(300);
    try (EventLog log = open();
        LogWriter writer = log.writer()) {
      writer.append(events.subList(0, 100));
      writer.append(events.subList(100, 200));
      writer.append(events.subList(200, 300));
    }
    // Behind the first transaction's marker at offset 100.
    int flipped = flipByteOfBatchAt(101);
    try (EventLog log = open()) {
      List<LogEntry> read = new ArrayList<>();
      log.read(new LogPosition.Head(), read::add);
      assertThat(read.get(100)).isEqualTo(setAside(101, 100 + flipped));
      assertThat(events(read)).isEqualTo(without(events, 100, 100 + flipped));
      List<LogEntry> followed = new CopyOnWriteArrayList<>();
      try (LogFollower follower =
          log.follow(0, followed::addAll, (first, last, failure) -> followed.clear())) {
        assertThat(follower.await(log.head(), Duration.ofSeconds(20))).isTrue();
      }
      assertThat(followed).isEqualTo(read);
    }
  }

  private static LogEntry setAside(long first, long last) {
    return new LogEntry.CorruptRecord(
        first,
        first == last
            ? "the record fails Kafka's checksum"
            : "the records up to offset %d fail Kafka's checksum".formatted(last),
        null);
  }

  private static List<Event> events(List<LogEntry> entries) {
    return entries.stream()
        .filter(LogEntry.Recorded.class::isInstance)
        .map(entry -> ((LogEntry.Recorded) entry).event())
        .toList();
  }

  private static List<Event> without(List<Event> events, int from, int to) {
    return Stream.concat(events.subList(0, from).stream(), events.subList(to, 300).stream())
        .toList();
  }

  /**
   * Walks the batches of the only segment: base offset (8 bytes), length (4 bytes), the rest.
   *
   * @return the number of records in the batch
   */
  private int flipByteOfBatchAt(long offset) throws IOException {
    Path segment =
        temp.resolve("kafka").resolve(TOPIC.name() + "-0").resolve("00000000000000000000.log");
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      long position = 0;
      file.seek(position);
      while (file.readLong() != offset) {
        position += 12 + file.readInt();
        file.seek(position);
      }
      file.seek(position + LAST_OFFSET_DELTA);
      final int records = file.readInt() + 1;
      file.seek(position + BATCH_HEADER + 20);
      int original = file.read();
      file.seek(position + BATCH_HEADER + 20);
      file.write(original ^ 0x55);
      return records;
    }
  }

  private EventLog open() {
    return EventLog.open(new LogLocation.Embedded(temp, 0), TOPIC, StartProgress.SILENT);
  }
}
