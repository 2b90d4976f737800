package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.cli.SchemaCommand.Format;
import io.meshtwin.app.json.Json;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Pod that is updated every hour for five days, and a Service that is edited once. */
class HistoryThinCommandTest {
  private static final Instant START = Instant.parse("2026-05-04T00:30:00Z");
  private static final int HOURS = 120;

  @TempDir static Path data;
  private static EventLog log;

  @BeforeAll
  static void write() throws Exception {
    log = open("mesh");
    var events = new ArrayList<Event>(List.of(service(0, "None"), pod(0)));
    for (int hour = 1; hour < HOURS; hour++) {
      events.add(pod(hour));
      if (hour == 30) {
        events.add(service(hour, "ClientIP"));
      }
    }
    try (LogWriter writer = log.writer()) {
      writer.append(events);
    }
  }

  @AfterAll
  static void close() {
    log.close();
  }

  @Test
  void theCopyHasOneUpdateADayAndSaysWhatItDoesNotKnow() {
    Ran ran = history("thin", "--to", "thin", "--until", "2026-05-07T00:00:00Z", "-o", "json");
    assertThat(ran.code()).as(ran.err()).isZero();
    JsonNode outcome = ran.json();
    assertThat(SchemaCommandTest.problems(Format.THINNED, outcome)).isEmpty();
    assertThat(outcome.path("read").asInt()).isEqualTo(HOURS + 2);
    // 71 updates on three days, of which three are kept, behind three gaps.
    assertThat(outcome.path("leftOut").asInt()).isEqualTo(68);
    assertThat(outcome.path("written").asInt()).isEqualTo(HOURS + 2 - 68 + 3);

    Ran log = history("log", "--mesh-name", "thin");
    assertThat(log.out())
        .contains(
            "gap: between 00:00:00 and 23:30:00 the order of Pod is unknown (thinned: 23 updates are"
                + " left out, what stood in the end follows)")
        .contains("update Service shop/cart");
    String noon = "2026-05-06T12:45:00Z";
    assertThat(podAt(noon, "mesh")).contains("10.0.0.60");
    assertThat(podAt(noon, "thin")).contains("10.0.0.47");
    assertThat(podAt("2026-05-08T12:45:00Z", "thin")).contains("10.0.0.108");

    Ran again = history("thin", "--to", "thin");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err())
        .contains("meshtwin.thin.events has events; a thinned copy goes into a new mesh name");
  }

  @Test
  void aLogThatIsWrittenIsNotCopied() {
    try (LogWriter _ = log.writer()) {
      Ran ran = history("thin", "--to", "other");
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err()).contains("is being written by").contains("stop it");
    }
  }

  @Test
  void badOptionsAreRefusedBeforeTheLogIsOpened() {
    assertThat(history("thin", "--to", "mesh").err()).contains("name another mesh");
    assertThat(history("thin", "--to", "x", "--period", "daily").err())
        .contains("--period daily is no time such as 15m, 6h or 1d");
    assertThat(history("thin", "--to", "no/name").err()).contains("no/name");
  }

  private static String podAt(String moment, String mesh) {
    String path = "resources/shop/Pod/cart-0/status";
    return history("show", path, "--observed", "--at", moment, "--mesh-name", mesh).out();
  }

  private static EventLog open(String mesh) {
    return EventLog.open(
        new LogLocation.Embedded(data, 0), new MeshTopic(mesh), StartProgress.SILENT);
  }

  private static Event service(int hour, String affinity) throws Exception {
    return applied(
        hour,
        """
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"cart","namespace":"shop"},
         "spec":{"sessionAffinity":"%s","selector":{"app":"cart"},"ports":[{"port":80}]}}
        """
            .formatted(affinity));
  }

  private static Event pod(int hour) throws Exception {
    return applied(
        hour,
        """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"cart-0","namespace":"shop",
         "labels":{"app":"cart"}},"status":{"podIP":"10.0.0.%d"}}
        """
            .formatted(hour));
  }

  private static Event applied(int hour, String json) throws Exception {
    Instant time = START.plusSeconds(hour * 3600L);
    return new ResourceEvent.Applied(
        Manifest.of(ResourceKey.LOCAL, Json.MAPPER.readTree(json)),
        new Provenance(ResourceKey.LOCAL, "", Actor.stated("ann"), time, null));
  }

  private static Ran history(String... arguments) {
    var all = new ArrayList<String>(List.of("history"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    return Ran.command(all.toArray(String[]::new));
  }
}
