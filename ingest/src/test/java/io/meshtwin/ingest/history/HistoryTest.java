package io.meshtwin.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.Events;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.LogPosition;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.twin.event.ResourceKey;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final ResourceKey THIRD = Events.manifest("s3").key();

  @TempDir static Path temp;
  private static EventLog log;
  private static History history;
  private static List<Long> offsets;

  @BeforeAll
  static void start() {
    log =
        EventLog.open(
            new LogLocation.Embedded(temp, 0), new MeshTopic("mesh"), StartProgress.SILENT);
    try (LogWriter writer = log.writer()) {
      offsets = writer.append(Events.services(10));
      // The clock was set back: this event is the last in the log and the third in time.
      offsets.addAll(writer.append(List.of(Events.service("late", Events.TIME.plusMillis(2500)))));
    }
    history = History.open(log);
  }

  @AfterAll
  static void stop() {
    history.close();
    log.close();
  }

  @Test
  void anImageAtAnOffsetIsTheFoldUpToIt() {
    assertThat(history.image(new LogPosition.AtOffset(offsets.get(3))).observed().resources())
        .hasSize(4);
  }

  @Test
  void aTimeMeansTheLastEventInLogOrderThatIsNotLater() {
    assertThat(history.end(new LogPosition.AtTime(Events.TIME.plusSeconds(1))))
        .isEqualTo(offsets.get(1) + 1);
    assertThat(history.end(new LogPosition.AtTime(Events.TIME.plusSeconds(4))))
        .isEqualTo(offsets.getLast() + 1);
  }

  @Test
  void eventsOfOneResourceAreFoundByItsKey() {
    Span all = new Span(0, log.head());
    assertThat(history.offsets(all, THIRD::equals)).containsExactly(offsets.get(3));
    assertThat(history.events(all, THIRD::equals))
        .extracting(LogEntry::offset)
        .containsExactly(offsets.get(3));
  }

  @Test
  void entriesAtOffsetsAreReadAndMarkersGiveNothing() {
    long marker = offsets.get(9) + 1;
    assertThat(history.at(List.of(offsets.get(2), marker, offsets.getLast())))
        .extracting(LogEntry::offset)
        .containsExactly(offsets.get(2), offsets.getLast());
  }
}
