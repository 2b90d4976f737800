package io.meshtwin.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.Events;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.twin.event.ResourceKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that are looked for by all processors come in order, each once. */
class ChosenTest {
  private static final int EVENTS = 20_000;
  private static final CheckpointPolicy POLICY = CheckpointPolicy.STANDARD;

  @TempDir static Path temp;
  private static EventLog log;
  private static History history;
  private static Span all;

  @BeforeAll
  static void start() {
    log =
        EventLog.open(
            new LogLocation.Embedded(temp, 0), new MeshTopic("mesh"), StartProgress.SILENT);
    try (LogWriter writer = log.writer()) {
      writer.append(Events.services(EVENTS));
    }
    history = History.open(log, POLICY);
    all = new Span(0, log.head());
  }

  @AfterAll
  static void stop() {
    history.close();
    log.close();
  }

  @Test
  void manyAreReadInPartsAndComeInOrder() {
    var told = new AtomicLong();
    List<LogEntry.Recorded> found =
        history.events(
            all,
            ending("1", "3", "5", "7", "9"),
            (done, of) -> told.accumulateAndGet(done, Math::max));
    assertThat(found).hasSize(EVENTS / 2);
    assertThat(found).isEqualTo(oneByOne(ending("1", "3", "5", "7", "9")));
    assertThat(told).hasValue(EVENTS / 2);
  }

  @Test
  void fewAreLookedUp() {
    assertThat(history.events(all, ending("77"))).isEqualTo(oneByOne(ending("77"))).hasSize(200);
    assertThat(history.events(all, ending("none"))).isEmpty();
  }

  @Test
  void withoutAnIndexTheyAreTheSame() {
    try (History plain = History.open(log)) {
      assertThat(plain.events(all, ending("99"))).isEqualTo(history.events(all, ending("99")));
    }
  }

  private static List<LogEntry.Recorded> oneByOne(Predicate<ResourceKey> which) {
    var events = new ArrayList<LogEntry.Recorded>();
    history.read(all, which, events::add);
    return events;
  }

  private static Predicate<ResourceKey> ending(String... ends) {
    return key -> Arrays.stream(ends).anyMatch(key.name()::endsWith);
  }
}
