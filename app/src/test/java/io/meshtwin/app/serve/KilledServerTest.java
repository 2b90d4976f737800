package io.meshtwin.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.ingest.history.Fold;
import io.meshtwin.twin.change.Change;
import io.meshtwin.twin.change.ChangeState;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server, and its broker with it, is killed with SIGKILL again and again while changes are
 * proposed, approved and published: nothing that was acknowledged is forgotten, nothing is
 * repeated, and proxies run what they would run had nobody killed it. {@code
 * -Dmeshtwin.crashes=200} kills more often, {@code -Dmeshtwin.seed} repeats a run.
 */
class KilledServerTest {
  /** Besides those of {@code CrashTest}: a server takes longest to start. */
  private static final int CRASHES = Math.max(2, Integer.getInteger("meshtwin.crashes", 40) / 8);

  private static final long SEED =
      Long.getLong("meshtwin.seed", Math.floorMod(System.nanoTime(), 1_000_000L));

  @TempDir Path data;
  @TempDir Path manifests;
  @TempDir Path unharmed;

  private final Random random = new Random(SEED);

  /** The steps of each change as the server last said that they are taken. */
  private final Map<String, List<String>> acknowledged = new LinkedHashMap<>();

  @Test
  void whatWasAcknowledgedIsThereAndNothingIsRepeated() throws Exception {
    for (int crash = 0; crash < CRASHES; crash++) {
      Process server = ServeInChild.start(data.toString(), manifests.toString());
      try (var client = new ChangeClient(ServeInChild.api(server))) {
        assertNothingForgottenOrRepeated(client);
        moveChangesUntilKilled(client, server);
      } finally {
        server.destroyForcibly().waitFor();
      }
    }
    try (TestServer server = TestServer.embedded(data, new SampleMesh(manifests));
        var client = new ChangeClient(server.running().api())) {
      assertNothingForgottenOrRepeated(client);
      TwinImage image = server.serving().loader().image();
      assertSame(folded(server.serving()), image);
      assertThat(runWithoutCrash(published(image)))
          .as("seed %d", SEED)
          .isEqualTo(image.approved().digest());
    }
  }

  /** What was published before the crash has converged, and every step is there, once. */
  private void assertNothingForgottenOrRepeated(ChangeClient client) {
    TestServer.await(client::settled, "what was published has converged");
    Map<String, List<String>> changes = client.changes();
    acknowledged.forEach((id, steps) ->
        assertThat(changes.getOrDefault(id, List.of()))
            .as("steps of %s, seed %d", id, SEED)
            .startsWith(steps.toArray(String[]::new)));
    changes.forEach((id, steps) ->
        assertThat(steps).as("steps of %s, seed %d", id, SEED).doesNotHaveDuplicates());
  }

  /** One step after the other; the server is killed while one of them is on its way. */
  private void moveChangesUntilKilled(ChangeClient client, Process server) {
    int before = random.nextInt(9);
    int delay = random.nextInt(60);
    for (int step = 0; client.alive(); step++) {
      if (step == before) {
        Thread.ofVirtual().start(() -> kill(server, delay));
      }
      client.step(random).ifPresent(taken -> acknowledged.put(taken.id(), taken.steps()));
    }
  }

  /** Somewhere within a step: how far it is by then is what the seeds vary. */
  private static void kill(Process server, int delay) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.destroyForcibly();
  }

  private static TwinImage folded(Serving serving) {
    var all = new TwinDelta(TwinImage.EMPTY);
    serving.log().readFrom(0, entry -> Fold.entry(entry, all));
    return all.apply();
  }

  private static void assertSame(TwinImage expected, TwinImage image) {
    assertThat(image.setAside()).as("seed %d", SEED).isEmpty();
    assertThat(image.approved().digest()).isEqualTo(expected.approved().digest());
    assertThat(image.observed().digest()).isEqualTo(expected.observed().digest());
  }

  private static List<Manifest> published(TwinImage image) {
    var manifests = new ArrayList<Manifest>();
    for (Change change : image.changes().all()) {
      if (change.state() == ChangeState.CONVERGED) {
        manifests.addAll(change.proposal().apply());
      }
    }
    return manifests;
  }

  /** What proxies run when the same changes are published by a server that nobody kills. */
  private Digest runWithoutCrash(List<Manifest> published) {
    try (TestServer server = TestServer.embedded(unharmed, new SampleMesh(manifests))) {
      for (Manifest manifest : published) {
        String id = server.propose("ann", manifest.body().toString()).body().path("id").asText();
        server.step("bob", id, "approve");
        server.step("ann", id, "publish");
        server.awaitState(id, "converged");
      }
      return server.serving().loader().image().approved().digest();
    }
  }
}
