package io.meshtwin.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that reads a log without a server starts the broker, and takes it along. */
class PassingReaderTest {
  private static final MeshTopic TOPIC = new MeshTopic("default");

  @TempDir Path temp;

  @Test
  void whoStaysWaitsForAReaderToEndAndStartsABrokerOfItsOwn() throws Exception {
    var location = new LogLocation.Embedded(temp, 0);
    try (EventLog log = EventLog.open(location, TOPIC, StartProgress.SILENT);
        LogWriter writer = log.writer()) {
      writer.append(List.of(Events.service("s0", Events.TIME)));
    }
    BlockingQueue<String> steps = new LinkedBlockingQueue<>();
    try (ChildJvm child = ChildJvm.start(ReadAndStay.class, List.of(), temp.toString())) {
      child.awaitLine("reading");
      var opening = CompletableFuture.supplyAsync(() -> EventLog.open(location, TOPIC, steps::add));
      assertThat(steps.poll(20, TimeUnit.SECONDS))
          .isEqualTo("waiting for process %d, which reads the log, to end".formatted(child.pid()));
      assertThat(opening).isNotDone();
      // Who reads, too, ends before it.
      try (EventLog reading = EventLog.openToRead(location, TOPIC, StartProgress.SILENT)) {
        assertThat(reading.head()).isPositive();
      }
      child.kill();
      try (EventLog log = opening.get(60, TimeUnit.SECONDS);
          LogWriter writer = log.writer()) {
        writer.append(List.of(Events.service("s1", Events.TIME)));
      }
    }
  }
}
