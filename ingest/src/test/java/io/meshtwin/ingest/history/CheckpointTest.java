package io.meshtwin.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.LogPosition;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.twin.image.TwinImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of a real log, whole and damaged in every way, against the plain fold. */
class CheckpointTest {
  private static final long SEED = 20_261_128;
  private static final CheckpointPolicy POLICY =
      new CheckpointPolicy(500, Duration.ofHours(1), 100, 1);

  @TempDir static Path temp;
  private static EventLog log;
  private static TwinImage truth;
  private static long head;

  @BeforeAll
  static void start() {
    log =
        EventLog.open(
            new LogLocation.Embedded(temp, 0), new MeshTopic("mesh"), StartProgress.SILENT);
    try (LogWriter writer = log.writer()) {
      writer.append(RandomLog.events(SEED, 4_000));
    }
    head = log.head();
    try (History plain = History.open(log)) {
      truth = plain.imageBefore(head);
    }
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  @BeforeEach
  void anew() throws IOException {
    if (Files.isDirectory(log.beside())) {
      try (Stream<Path> files = Files.walk(log.beside())) {
        files.filter(Files::isRegularFile).forEach(file -> file.toFile().delete());
      }
    }
    try (History history = History.open(log, POLICY)) {
      history.imageBefore(head);
      history.offsets(new Span(0, head), key -> true);
      assertThat(history.faults()).isEmpty();
    }
    assertThat(files("checkpoints", ".checkpoint")).hasSizeGreaterThanOrEqualTo(7);
  }

  @Test
  void anImageFromACheckpointIsTheFoldOfTheLog() {
    try (History history = History.open(log, POLICY)) {
      assertSame(history.imageBefore(head), truth);
      assertThat(history.faults()).isEmpty();
    }
  }

  @Test
  void everyPastMomentIsTheSameFromCheckpointsAndFromTheLog() {
    var random = new Random(SEED);
    try (History history = History.open(log, POLICY);
        History plain = History.open(log)) {
      for (int i = 0; i < 10; i++) {
        long end = random.nextLong(1, head);
        assertSame(history.imageBefore(end), plain.imageBefore(end));
      }
    }
  }

  @Test
  void aFlippedByteInAChunkIsNamedAndWorkedAround() throws IOException {
    // The newest checkpoint has chunks that no other has.
    Path chunk = newest(Path.of("checkpoints", "chunks"));
    flip(chunk);
    assertRecovers("is not what its digest says", "cannot be unpacked");
  }

  @Test
  void aFlippedByteInAHeadIsNamedAndWorkedAround() throws IOException {
    flip(files("checkpoints", ".checkpoint").getLast());
    assertRecovers("not what its digest says");
  }

  @Test
  void aTruncatedHeadIsNamedAndWorkedAround() throws IOException {
    truncate(files("checkpoints", ".checkpoint").getLast());
    assertRecovers("digest", "cut off");
  }

  @Test
  void aTruncatedChunkIsNamedAndWorkedAround() throws IOException {
    truncate(newest(Path.of("checkpoints", "chunks")));
    assertRecovers("cut off", "cannot be unpacked");
  }

  @Test
  void aMissingChunkIsNamedAndWorkedAround() throws IOException {
    Files.delete(newest(Path.of("checkpoints", "chunks")));
    assertRecovers("is missing");
  }

  @Test
  void withoutAnyCheckpointTheLogIsFolded() throws IOException {
    for (Path head : files("checkpoints", ".checkpoint")) {
      Files.delete(head);
    }
    try (History history = History.open(log, POLICY)) {
      assertSame(history.imageBefore(head), truth);
    }
    assertThat(files("checkpoints", ".checkpoint")).isNotEmpty();
  }

  @Test
  void whereNothingCanBeWrittenTheAnswerIsTheSameAndTheReasonIsSaid() throws IOException {
    Path checkpoints = log.beside().resolve("checkpoints");
    Path elsewhere = Files.move(checkpoints, log.beside().resolve("elsewhere"));
    Files.writeString(checkpoints, "a file where the directory should be");
    try (History history = History.open(log, POLICY)) {
      assertSame(history.imageBefore(head), truth);
      assertThat(history.faults()).first().asString().contains("was not written", "log is safe");
    } finally {
      Files.delete(checkpoints);
      Files.move(elsewhere, checkpoints);
    }
  }

  @Test
  void aCheckpointOfAnotherLogIsNotUsed() throws IOException {
    Path last = files("checkpoints", ".checkpoint").getLast();
    CheckpointHead real = CheckpointHead.unpack(Files.readAllBytes(last));
    var foreign = new Mark(real.mark().end(), real.mark().offset(), "another-event");
    Files.write(
        last,
        new CheckpointHead(
                foreign,
                real.position(),
                real.holding(),
                real.observed(),
                real.approved(),
                real.changes(),
                real.setAside())
            .packed());
    assertRecovers("another event");
  }

  @Test
  void aDamagedPageOfTheIndexIsNamedAndMadeAgain() throws IOException {
    List<Long> offsets;
    try (History history = History.open(log, POLICY)) {
      offsets = history.offsets(new Span(0, head), key -> key.name().equals("n8"));
    }
    flip(files("index", ".page").getFirst());
    try (History history = History.open(log, POLICY)) {
      assertThat(history.offsets(new Span(0, head), key -> key.name().equals("n8")))
          .isEqualTo(offsets);
      assertThat(history.faults()).singleElement().asString().contains("index");
    }
  }

  @Test
  void theIndexFindsWhatAScanFinds() {
    var random = new Random(SEED);
    try (History history = History.open(log, POLICY);
        History scan = History.open(log)) {
      for (int i = 0; i < 5; i++) {
        var time = truth.position().time().minusMillis(random.nextInt(400_000));
        assertThat(history.end(new LogPosition.AtTime(time)))
            .as("seed %d, %s", SEED, time)
            .isEqualTo(scan.end(new LogPosition.AtTime(time)));
      }
      Span middle = new Span(head / 4, head / 2);
      assertThat(history.events(middle, key -> key.name().endsWith("3")))
          .isEqualTo(scan.events(middle, key -> key.name().endsWith("3")));
    }
  }

  private static void assertRecovers(String... wordsOfOne) throws IOException {
    try (History history = History.open(log, POLICY)) {
      assertSame(history.imageBefore(head), truth);
      assertThat(String.join("\n", history.faults())).containsAnyOf(wordsOfOne);
    }
    try (History again = History.open(log, POLICY)) {
      assertSame(again.imageBefore(head), truth);
      assertThat(again.faults()).as("what was damaged was made again").isEmpty();
    }
  }

  static void assertSame(TwinImage image, TwinImage expected) {
    assertSame(image, expected, SEED);
  }

  static void assertSame(TwinImage image, TwinImage expected, long seed) {
    assertThat(image.observed().digest())
        .as("seed %d", seed)
        .isEqualTo(expected.observed().digest());
    assertThat(image.observed().recomputed()).isEqualTo(expected.observed().digest());
    assertThat(image.approved().digest()).isEqualTo(expected.approved().digest());
    assertThat(image.approved().resources()).isEqualTo(expected.approved().resources());
    assertThat(image.changes().all()).isEqualTo(expected.changes().all());
    assertThat(image.replaced()).isEqualTo(expected.replaced());
    assertThat(image.setAside()).isEqualTo(expected.setAside());
    assertThat(image.holding()).isEqualTo(expected.holding());
    assertThat(image.position()).isEqualTo(expected.position());
  }

  private static List<Path> files(String under, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(log.beside().resolve(under))) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static Path newest(Path under) throws IOException {
    CheckpointHead head =
        CheckpointHead.unpack(Files.readAllBytes(files("checkpoints", ".checkpoint").getLast()));
    String name = head.observed().chunks().getFirst().toString();
    return log.beside().resolve(under).resolve(name.substring(0, 2)).resolve(name.substring(2));
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 0x10;
    Files.write(file, bytes);
  }

  private static void truncate(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));
  }
}
