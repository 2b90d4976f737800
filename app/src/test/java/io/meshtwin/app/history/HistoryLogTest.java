package io.meshtwin.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.ingest.history.CheckpointPolicy;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.testkit.scale.MeshHistory;
import io.meshtwin.testkit.scale.MeshSize;
import io.meshtwin.testkit.scale.MeshStyle;
import io.meshtwin.testkit.scale.ScaleMesh;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newest events of a long log are told without reading all of it. */
class HistoryLogTest {
  private static final long SEED = 7;
  private static final int EVENTS = 24_000;

  @TempDir Path data;

  @Test
  void theNewestAreTheEndOfAll() {
    var topic = new MeshTopic("mesh");
    try (EventLog log =
        EventLog.open(new LogLocation.Embedded(data, 0), topic, StartProgress.SILENT)) {
      try (LogWriter writer = log.writer()) {
        writer.append(events());
      }
      try (History history = History.open(log, CheckpointPolicy.STANDARD)) {
        var whole = new Span(0, log.head());
        List<EventFacts> all = told(history, whole, 0);
        assertThat(all).hasSize(EVENTS);
        for (int newest : List.of(1, 700, 13_000, EVENTS, 2 * EVENTS)) {
          int from = Math.max(0, EVENTS - newest);
          assertThat(told(history, whole, newest)).isEqualTo(all.subList(from, EVENTS));
        }
        var end = new Span(log.head() - 50, log.head());
        assertThat(told(history, end, 100)).isEqualTo(told(history, end, 0)).isNotEmpty();
      }
    }
  }

  private static List<EventFacts> told(History history, Span span, int newest) {
    var question = new LogQuestion(span, null, null, newest, View.OBSERVED);
    return HistoryLog.read(history, question, null).events();
  }

  private static List<Event> events() {
    var events = new ArrayList<Event>();
    new MeshHistory(
            new ScaleMesh(MeshSize.S, MeshStyle.GATEWAY_API, SEED), SEED, Duration.ofSeconds(3))
        .run(EVENTS, step -> events.add(event(step)));
    return events;
  }

  private static Event event(MeshHistory.Step step) {
    Manifest manifest = Manifest.of(ResourceKey.LOCAL, step.object()).compact();
    String version = Long.toString(step.time().toEpochMilli());
    var provenance =
        new Provenance(
            ResourceKey.LOCAL, version, Actor.fieldManager(step.actor()), step.time(), null);
    return step.gone()
        ? new ResourceEvent.Deleted(manifest.key(), provenance)
        : new ResourceEvent.Applied(manifest, provenance);
  }
}
