package io.meshtwin.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.ingest.log.DirectoryHeldException;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.Events;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.ingest.log.WriterFencedException;
import io.meshtwin.ingest.source.Listing;
import io.meshtwin.ingest.source.Stamp;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRecorderTest {
  private static final Instant LATER = Events.TIME.plusSeconds(60);

  @TempDir static Path temp;
  static EventLog broker;

  @BeforeAll
  static void start() {
    broker =
        EventLog.open(
            new LogLocation.Embedded(temp, 0), new MeshTopic("unused"), StartProgress.SILENT);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void theSameListingTwiceIsRecordedOnce() {
    try (EventLog log = mesh("twice")) {
      for (int run = 0; run < 2; run++) {
        try (LogRecorder recorder = LogRecorder.open(log)) {
          assertThat(recorder.record(listing("a", "b"))).hasSize(run == 0 ? 2 : 0);
        }
      }
      assertThat(names(log)).containsExactly("a", "b");
    }
  }

  @Test
  void onlyWhatDiffersIsRecorded() {
    try (EventLog log = mesh("differs");
        LogRecorder recorder = LogRecorder.open(log)) {
      recorder.record(listing("a", "b", "c"));
      List<ResourceEvent> events = recorder.record(listing("d", "c", "a"));
      assertThat(events)
          .containsExactly(
              (ResourceEvent) Events.service("d", Events.TIME),
              new ResourceEvent.Deleted(
                  key("b"), new Provenance(ResourceKey.LOCAL, "", Actor.UNKNOWN, LATER, null)));
    }
  }

  @Test
  void aListingDeletesNothingThatItDoesNotCover() {
    try (EventLog log = mesh("covers");
        LogRecorder recorder = LogRecorder.open(log)) {
      recorder.record(listing("a"));
      assertThat(recorder.record(Listing.ofCluster("elsewhere", List.of(), LATER))).isEmpty();
    }
  }

  @Test
  void timeAndActorAreTheCallersWhereItNamesThem() {
    try (EventLog log = mesh("stated");
        LogRecorder recorder = LogRecorder.open(log)) {
      recorder.record(listing("a"));
      recorder.record(listing("b").stamped(new Stamp(Events.TIME.minusSeconds(5), "bob", null)));
      assertThat(Events.read(log).subList(1, 3))
          .extracting(Event::provenance)
          .allMatch(provenance -> provenance.actor().equals(Actor.stated("bob")))
          .allMatch(provenance -> provenance.time().equals(Events.TIME.minusSeconds(5)));
    }
  }

  @Test
  void aRecorderThatWasFencedStaysOut() {
    try (EventLog log = mesh("fenced");
        LogRecorder old = LogRecorder.open(log);
        LogWriter current = log.writer()) {
      assertThatThrownBy(() -> old.record(listing("a"))).isInstanceOf(WriterFencedException.class);
      assertThatThrownBy(() -> old.record(listing("a"))).isInstanceOf(WriterFencedException.class);
      assertThat(current.append(List.of(Events.service("b", Events.TIME)))).hasSize(1);
      assertThat(names(log)).containsExactly("b");
    }
  }

  @Test
  void whoRecordsOnceDoesNotThrowOutWhoWrites() {
    try (EventLog log = mesh("leased");
        LogRecorder running = LogRecorder.open(log)) {
      assertThatThrownBy(() -> LogRecorder.open(log))
          .isInstanceOf(DirectoryHeldException.class)
          .hasMessageContaining("is being written by process " + ProcessHandle.current().pid());
      assertThat(running.record(listing("a"))).hasSize(1);
    }
  }

  private static Listing listing(String... names) {
    List<ResourceEvent.Applied> resources =
        Stream.of(names)
            .map(name -> (ResourceEvent.Applied) Events.service(name, Events.TIME))
            .toList();
    return Listing.ofCluster(ResourceKey.LOCAL, resources, LATER);
  }

  private static ResourceKey key(String name) {
    return Events.manifest(name).key();
  }

  private static List<String> names(EventLog log) {
    return Events.read(log).stream().map(event -> ((ResourceEvent) event).key().name()).toList();
  }

  private static EventLog mesh(String name) {
    return EventLog.open(
        new LogLocation.External(broker.address()), new MeshTopic(name), StartProgress.SILENT);
  }
}
