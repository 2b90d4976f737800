package io.meshtwin.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.ingest.log.FollowState;
import io.meshtwin.testkit.kafka.KafkaBroker;
import io.meshtwin.testkit.kafka.UsesKafkaBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesKafkaBroker
class BrokerLossTest {
  private final KafkaBroker broker;
  @TempDir Path manifests;

  BrokerLossTest(KafkaBroker broker) {
    this.broker = broker;
  }

  @AfterEach
  void theOthersNeedIt() {
    broker.restart();
  }

  @Test
  void withoutItsBrokerTheLastImageAnswersAndWhatHappenedMeanwhileIsCaughtUp() {
    var mesh = new SampleMesh(manifests);
    try (TestServer server = TestServer.external(broker.bootstrapServers(), "loss", mesh)) {
      assertThat(server.propose("ann", SampleMesh.route(90)).status()).isEqualTo(201);
      broker.kill();
      TestServer.await(() -> lost(server), "the loss is noticed");

      assertThat(server.change("c1").state()).isEqualTo("previewed");
      assertThat(server.get("/api/v1/mesh").body().path("resources")).hasSize(6);
      var refused = server.step("bob", "c1", "approve");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.error()).contains("nothing was written");
      mesh.write("route.yaml", SampleMesh.route(50));

      broker.restart();
      TestServer.await(() -> !lost(server), "the broker is back");
      TestServer.await(
          () -> !server.serving().loader().image().drift().isEmpty(), "the edit is caught up");
      assertThat(server.step("bob", "c1", "approve").state()).isEqualTo("approved");
      assertThat(server.serving().loader().image().setAside()).isEmpty();
    }
  }

  private static boolean lost(TestServer server) {
    return server.serving().loader().logState() instanceof FollowState.Lost
        && server.get("/api/v1/status").body().at("/log/state").asText().equals("lost");
  }
}
