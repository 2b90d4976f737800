package io.meshtwin.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.testkit.kafka.KafkaBroker;
import io.meshtwin.testkit.kafka.UsesKafkaBroker;
import io.meshtwin.testkit.parts.Signals;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one broker, which is a process of its own. */
@UsesKafkaBroker
class ElectionTest {
  private final KafkaBroker broker;
  @TempDir Path manifests;

  ElectionTest(KafkaBroker broker) {
    this.broker = broker;
  }

  @Test
  void oneWritesTheOtherFollowsAndTakesOverWithoutDoublingAnything() throws Exception {
    var mesh = new SampleMesh(manifests);
    String kafka = broker.bootstrapServers();
    Process first = ServeInChild.start(manifests.toString(), kafka, "elect");
    try {
      ServeInChild.api(first);
      try (TestServer second = TestServer.external(kafka, "elect", mesh)) {
        assertThat(status(second, "writing")).isEqualTo("false");
        assertThat(status(second, "follows")).contains("process " + first.pid());
        var refused = second.propose("ann", SampleMesh.route(90));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.error()).contains("process " + first.pid(), "nothing was written");
        mesh.write("more.yaml", SampleMesh.service("more"));
        TestServer.await(() -> has(second, "more"), "what the first writes is followed");

        first.destroyForcibly().waitFor();
        Instant died = Instant.now();
        TestServer.await(() -> status(second, "writing").equals("true"), "the second takes over");
        assertThat(Duration.between(died, Instant.now())).isLessThan(Duration.ofSeconds(15));

        mesh.write("again.yaml", SampleMesh.service("again"));
        TestServer.await(() -> has(second, "again"), "the second records");
        assertThat(second.propose("ann", SampleMesh.route(90)).status()).isEqualTo(201);
        assertThat(recorded(second)).doesNotHaveDuplicates().hasSize(8);
      }
    } finally {
      first.destroyForcibly().waitFor();
    }
  }

  /** Its lease ran out while it slept, and it does not know: the broker has to refuse it. */
  @Test
  void aServerThatStalledIsFencedAndFollowsFromThenOn() throws Exception {
    var mesh = new SampleMesh(manifests);
    String kafka = broker.bootstrapServers();
    Process first = ServeInChild.start(manifests.toString(), kafka, "stall");
    try (var stalled = new ChangeClient(ServeInChild.api(first));
        TestServer second = TestServer.external(kafka, "stall", mesh)) {
      assertThat(status(second, "writing")).isEqualTo("false");
      Signals.send("STOP", first.pid());
      Instant stopped = Instant.now();
      TestServer.await(() -> status(second, "writing").equals("true"), "the second takes over");
      assertThat(Duration.between(stopped, Instant.now())).isLessThan(Duration.ofSeconds(15));
      mesh.write("more.yaml", SampleMesh.service("more"));
      TestServer.await(() -> has(second, "more"), "the second records");

      Signals.send("CONT", first.pid());
      assertThat(stalled.propose(90).orElseThrow().status()).isEqualTo(503);
      TestServer.await(() -> !stalled.writes(), "the first knows that it follows");
      assertThat(stalled.propose(90).orElseThrow().error()).contains("nothing was written");
      mesh.write("again.yaml", SampleMesh.service("again"));
      TestServer.await(() -> has(second, "again"), "the second goes on");
      assertThat(second.propose("ann", SampleMesh.route(90)).status()).isEqualTo(201);
      assertThat(recorded(second)).doesNotHaveDuplicates().hasSize(8);
      assertThat(second.serving().loader().image().changes().all()).hasSize(1);
    } finally {
      first.destroyForcibly().waitFor();
    }
  }

  @Test
  void aServerThatEndsInOrderHandsOverAtOnce() {
    var mesh = new SampleMesh(manifests);
    String kafka = broker.bootstrapServers();
    TestServer first = TestServer.external(kafka, "handover", mesh);
    try (TestServer second = TestServer.external(kafka, "handover", mesh)) {
      assertThat(status(second, "writing")).isEqualTo("false");
      first.close();
      Instant ended = Instant.now();
      TestServer.await(() -> status(second, "writing").equals("true"), "the second takes over");
      assertThat(Duration.between(ended, Instant.now())).isLessThan(Duration.ofSeconds(5));
    } finally {
      first.close();
    }
  }

  private static boolean has(TestServer server, String service) {
    return server.serving().loader().image().observed().resources().keySet().stream()
        .anyMatch(key -> key.name().equals(service));
  }

  private static String status(TestServer server, String field) {
    return server.get("/api/v1/status").body().path("log").path(field).asText();
  }

  private static List<ResourceKey> recorded(TestServer server) {
    var keys = new ArrayList<ResourceKey>();
    server
        .serving()
        .log()
        .readFrom(
            0,
            entry -> {
              if (entry instanceof LogEntry.Recorded(long _, String _, Event event)
                  && event instanceof ResourceEvent resource) {
                keys.add(resource.key());
              }
            });
    return keys;
  }
}
