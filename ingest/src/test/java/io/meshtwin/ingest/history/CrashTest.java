package io.meshtwin.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.log.ChildJvm;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.testkit.kafka.KafkaBroker;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes, folds and makes checkpoints is killed with SIGKILL again and again, on one
 * data directory, its broker with it; on a broker that goes on; and a broker is killed below a
 * process that goes on. {@code -Dmeshtwin.crashes=200} kills more often, {@code -Dmeshtwin.seed}
 * repeats a run.
 */
class CrashTest {
  private static final int CRASHES = Integer.getInteger("meshtwin.crashes", 40);

  /** Of those, so many kill the broker in the process, too, which takes longest to start. */
  private static final int WITH_BROKER = CRASHES * 9 / 20;

  /** And so many a broker below a process that goes on. */
  private static final int BELOW = Math.max(1, CRASHES / 10);

  private static final long SEED =
      Long.getLong("meshtwin.seed", Math.floorMod(System.nanoTime(), 1_000_000L));
  private static final List<String> POINTS =
      List.of("writing", "folding", "checkpointing", "approving", "acknowledged", "ready");

  @TempDir Path data;
  private final Random random = new Random(SEED);

  @Test
  void aProcessThatIsKilledWithItsBrokerLosesAndDoublesNothing() throws IOException {
    int acknowledged = 0;
    for (int crash = 0; crash < WITH_BROKER; crash++) {
      acknowledged = crash(acknowledged, data.toString());
    }
    assertWhole(new LogLocation.Embedded(data, 0), acknowledged);
  }

  @Test
  void aProcessThatIsKilledAndItsBrokerNotLosesAndDoublesNothing() throws IOException {
    try (KafkaBroker broker = KafkaBroker.start()) {
      int acknowledged = 0;
      for (int crash = 0; crash < CRASHES - WITH_BROKER - BELOW; crash++) {
        acknowledged = crash(acknowledged, data.toString(), broker.bootstrapServers());
      }
      assertWhole(new LogLocation.External(broker.bootstrapServers(), data), acknowledged);
    }
  }

  @Test
  void aBrokerThatIsKilledBelowItsWriterLosesAndDoublesNothing() throws IOException {
    try (KafkaBroker broker = KafkaBroker.start()) {
      int acknowledged = 0;
      try (ChildJvm worker = start(data.toString(), broker.bootstrapServers())) {
        for (int crash = 0; crash < BELOW; crash++) {
          acknowledged = await(worker, POINTS.get(random.nextInt(3)), random.nextInt(20));
          pause();
          broker.kill();
          pause();
          broker.restart();
        }
        acknowledged = Math.max(acknowledged, await(worker, "acknowledged", 3));
      }
      assertWhole(new LogLocation.External(broker.bootstrapServers(), data), acknowledged);
    }
  }

  /** Starts a worker and kills it; returns what was acknowledged until then. */
  private int crash(int before, String... place) throws IOException {
    try (ChildJvm worker = start(place)) {
      return Math.max(before, killSomewhere(worker, before));
    }
  }

  private ChildJvm start(String... place) throws IOException {
    var arguments = new ArrayList<String>(List.of(Long.toString(SEED)));
    arguments.addAll(List.of(place));
    return ChildJvm.start(
        CrashWorker.class,
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"),
        arguments.toArray(String[]::new));
  }

  /** Kills it while it does something; returns what it had acknowledged. */
  private int killSomewhere(ChildJvm worker, int before) throws IOException {
    String ready = worker.awaitLine("ready ");
    assertThat(number(ready)).as("seed %d", SEED).isGreaterThanOrEqualTo(before);
    int acknowledged = await(worker, POINTS.get(random.nextInt(4)), random.nextInt(6));
    pause();
    worker.kill();
    return acknowledged;
  }

  /** Waits until it has said something so many times more; returns what it had acknowledged. */
  private static int await(ChildJvm worker, String point, int times) throws IOException {
    int acknowledged = 0;
    for (int left = times; left >= 0; ) {
      String line = worker.awaitLine("");
      left -= line.startsWith(point) ? 1 : 0;
      acknowledged = line.startsWith("acknowledged ") ? number(line) : acknowledged;
    }
    return acknowledged;
  }

  private static int number(String line) {
    return Integer.parseInt(line.substring(line.indexOf(' ') + 1));
  }

  private void pause() {
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(30_000)));
  }

  /** Offsets and ids near an entry: who wrote what, and where markers stand. */
  private static String around(List<LogEntry> entries, int at) {
    return entries.subList(Math.max(0, at - 70), Math.min(entries.size(), at + 30)).stream()
        .map(entry -> entry.offset() + ":" + ((LogEntry.Recorded) entry).id())
        .collect(Collectors.joining(" "));
  }

  /** The log is the beginning of what was to be written, and the image is that of no crash. */
  private static void assertWhole(LogLocation place, int acknowledged) {
    try (EventLog log = EventLog.open(place, new MeshTopic("crash"), StartProgress.SILENT);
        History history = History.open(log, CrashWorker.POLICY)) {
      var entries = new ArrayList<LogEntry>();
      log.readFrom(0, entries::add);
      assertThat(entries).as("seed %d", SEED).hasSizeGreaterThanOrEqualTo(acknowledged);
      List<Event> written = RandomLog.events(SEED, entries.size());
      for (int i = 0; i < entries.size(); i++) {
        LogEntry.Recorded recorded = (LogEntry.Recorded) entries.get(i);
        assertThat(recorded.event())
            .as(
                "seed %d, event %d of %d, at offset %d with id %s, is also number %d; %s",
                SEED,
                i,
                entries.size(),
                recorded.offset(),
                recorded.id(),
                written.indexOf(recorded.event()),
                around(entries, i))
            .isEqualTo(written.get(i));
      }
      var uncrashed = new TwinDelta(TwinImage.EMPTY);
      entries.forEach(entry -> Fold.entry(entry, uncrashed));
      CheckpointTest.assertSame(history.imageBefore(log.head()), uncrashed.apply(), SEED);
      assertThat(history.faults()).as("seed %d", SEED).isEmpty();
      assertThat(history.offsets(new Span(0, log.head()), key -> true))
          .isEqualTo(entries.stream().map(LogEntry::offset).toList());
    }
  }
}
