package io.meshtwin.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.twin.event.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three transactions of two events: events at 0 and 1, 3 and 4, 6 and 7, markers behind them. */
class SegmentCheckTest {
  private static final MeshTopic TOPIC = new MeshTopic("default");
  private static final List<Event> EVENTS = Events.services(8);
  private static final String SEGMENT = "00000000000000000000";
  private static final int MAGIC = 16;
  private static final int LAST_OFFSET_DELTA = 23;
  private static final int PAYLOAD = 100;
  private static final int ATTRIBUTES = 22;
  private static final int CONTROL = 0x20;
  private static final int MARKER = 78;

  @TempDir static Path written;

  @TempDir Path data;

  private final List<String> said = new ArrayList<>();

  @BeforeAll
  static void write() {
    try (EventLog log = open(written);
        LogWriter writer = log.writer()) {
      writer.append(EVENTS.subList(0, 2));
      writer.append(EVENTS.subList(2, 4));
      writer.append(EVENTS.subList(4, 6));
    }
  }

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.walk(written)) {
      for (Path file : files.toList()) {
        Path to = data.resolve(written.relativize(file).toString());
        if (!to.equals(data)) {
          Files.copy(file, to);
        }
      }
    }
  }

  /** Base offset, length and magic: what no checksum of Kafka's covers. */
  @Test
  void everyByteOfAHeaderThatNoChecksumCoversIsMended() throws IOException {
    byte[] before = Files.readAllBytes(segment());
    for (int batch : batches(before)) {
      for (int at = batch; at <= batch + MAGIC; at = at == batch + 11 ? batch + MAGIC : at + 1) {
        said.clear();
        flip(at);
        SegmentCheck.run(data.resolve("kafka"), said::add);
        assertThat(Files.readAllBytes(segment())).as("byte " + at).isEqualTo(before);
        assertThat(said).as("byte " + at).singleElement().asString().contains("it is mended");
      }
    }
  }

  @Test
  void whatKafkaReadsOverIsLeftAsItIs() throws IOException {
    flip(batchAt(3) + PAYLOAD);
    byte[] before = Files.readAllBytes(segment());
    SegmentCheck.run(data.resolve("kafka"), said::add);
    assertThat(Files.readAllBytes(segment())).isEqualTo(before);
    assertThat(said).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 9, 11})
  void behindAMendedHeaderNothingIsLost(int at) throws IOException {
    flip(batchAt(3) + at);
    assertThat(events(readAndGoOn())).isEqualTo(EVENTS);
    assertThat(said).anyMatch(step -> step.contains("header of the batch at @3 was damaged"));
  }

  @Test
  void afterAKillABatchThatFailsItsChecksumTakesNothingAlong() throws IOException {
    kill();
    int batch = batchAt(3);
    int records = header(batch).getInt(LAST_OFFSET_DELTA) + 1;
    int size = 12 + header(batch).getInt(8);
    flip(batch + PAYLOAD);
    byte[] damaged = Arrays.copyOfRange(Files.readAllBytes(segment()), batch, batch + size);
    List<LogEntry> read = readAndGoOn();
    // The first transaction's two events stand before it.
    assertThat(events(read)).isEqualTo(without(2, 2 + records));
    assertThat(read.subList(2, 2 + records))
        .allMatch(LogEntry.CorruptRecord.class::isInstance)
        .extracting(LogEntry::offset)
        .startsWith(3L);
    assertThat(said).anyMatch(step -> step.contains("fails its checksum and cannot be read"));
    assertThat(segment().resolveSibling("00000000000000000003.damaged")).hasBinaryContent(damaged);
  }

  /** From the checksum on; of the last marker, too, behind which nothing stands. */
  @Test
  void everyByteOfAMarkerIsMendedAfterAKill() throws IOException {
    kill();
    byte[] before = Files.readAllBytes(segment());
    for (long offset : List.of(2L, 8L)) {
      int marker = batchAt(offset);
      for (int at = marker + MAGIC + 1; at < marker + MARKER; at++) {
        said.clear();
        flip(at);
        SegmentCheck.run(data.resolve("kafka"), said::add);
        assertThat(Files.readAllBytes(segment())).as("byte " + at).isEqualTo(before);
        assertThat(said).as("byte " + at).singleElement().asString().contains("of the marker");
      }
    }
  }

  @Test
  void aMarkerOfWhichMoreIsDamagedIsRefusedAfterAKill() throws IOException {
    kill();
    int marker = batchAt(5);
    flip(marker + 70);
    // Whether it says of itself that it is one or not.
    for (int mask : List.of(1, CONTROL)) {
      flip(marker + ATTRIBUTES, mask);
      byte[] before = Files.readAllBytes(segment());
      assertThatThrownBy(() -> open(data))
          .isInstanceOf(LogException.class)
          .hasMessageContaining("whether the transaction counts of which @5 has to be the end")
          .hasMessageContaining("from @6 on; the broker was not started")
          .hasMessageContaining("from a copy, or begin another log (--data DIR) and keep this one");
      assertThat(Files.readAllBytes(segment())).isEqualTo(before);
    }
  }

  @Test
  void aHeaderThatCannotBeMendedIsRefused() throws IOException {
    int batch = batchAt(3);
    flip(batch + 11);
    flip(batch + PAYLOAD);
    assertThatThrownBy(() -> open(data))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("where @3 ");
  }

  @Test
  void anEndThatIsNoBatchIsSaidAndWrittenOver() throws IOException {
    byte[] before = Files.readAllBytes(segment());
    int marker = batches(before).getLast();
    Files.write(segment(), Arrays.copyOf(before, marker + 20));
    // The last transaction has lost the marker that said that it counts.
    assertThat(events(readAndGoOn())).isEqualTo(without(4, 6));
    assertThat(said)
        .anyMatch(step -> step.contains("20 bytes that are no whole batch"))
        .anyMatch(step -> step.contains("from @6 on, is lost"));
  }

  /** Reads what is there, with two more events behind it. */
  private List<LogEntry> readAndGoOn() {
    SegmentCheck.run(data.resolve("kafka"), said::add);
    try (EventLog log = open(data)) {
      try (LogWriter writer = log.writer()) {
        writer.append(EVENTS.subList(6, 8));
      }
      List<LogEntry> read = new ArrayList<>();
      log.read(new LogPosition.Head(), read::add);
      return read;
    }
  }

  private static List<Event> events(List<LogEntry> entries) {
    return entries.stream()
        .filter(LogEntry.Recorded.class::isInstance)
        .map(entry -> ((LogEntry.Recorded) entry).event())
        .toList();
  }

  private static List<Event> without(int from, int to) {
    return Stream.concat(EVENTS.subList(0, from).stream(), EVENTS.subList(to, 8).stream()).toList();
  }

  /** Kafka takes a directory without this file for one whose broker was killed. */
  private void kill() throws IOException {
    Files.delete(data.resolve("kafka").resolve(".kafka_cleanshutdown"));
  }

  private void flip(int at) throws IOException {
    flip(at, 0x11);
  }

  private void flip(int at, int mask) throws IOException {
    byte[] bytes = Files.readAllBytes(segment());
    bytes[at] ^= (byte) mask;
    Files.write(segment(), bytes);
  }

  private Path segment() {
    return data.resolve("kafka").resolve(TOPIC.name() + "-0").resolve(SEGMENT + ".log");
  }

  private int batchAt(long offset) throws IOException {
    byte[] bytes = Files.readAllBytes(segment());
    return batches(bytes).stream()
        .filter(at -> ByteBuffer.wrap(bytes).getLong(at) == offset)
        .findFirst()
        .orElseThrow();
  }

  private ByteBuffer header(int batch) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(segment())).slice(batch, 61);
  }

  /** Where batches begin: base offset (8 bytes), length (4 bytes), and so much more. */
  private static List<Integer> batches(byte[] segment) {
    ByteBuffer bytes = ByteBuffer.wrap(segment);
    List<Integer> positions = new ArrayList<>();
    for (int at = 0; at < segment.length; at += 12 + bytes.getInt(at + 8)) {
      positions.add(at);
    }
    return positions;
  }

  private static EventLog open(Path directory) {
    return EventLog.open(new LogLocation.Embedded(directory, 0), TOPIC, StartProgress.SILENT);
  }
}
