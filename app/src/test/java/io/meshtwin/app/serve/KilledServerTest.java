package io.meshtwin.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that ends as a crash ends it. */
class KilledServerTest {
  private static final int CHANGES = 3;

  @TempDir Path data;
  @TempDir Path manifests;

  @Test
  void whatWasAcknowledgedIsThereAfterSigkillAndNothingIsRepeated() throws Exception {
    Process child = start();
    try {
      URI api = ServeInChild.api(child);
      for (int i = 1; i <= CHANGES; i++) {
        assertThat(post(api, "ann", "/api/v1/changes", body(100 - i))).isEqualTo(201);
        assertThat(post(api, "bob", "/api/v1/changes/c" + i + "/approve", "{}")).isEqualTo(200);
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    try (TestServer server = TestServer.embedded(data, new SampleMesh(manifests))) {
      var changes = server.get("/api/v1/changes").body();
      assertThat(changes.findValuesAsText("id")).containsExactly("c1", "c2", "c3");
      assertThat(changes.findValuesAsText("state")).containsOnly("approved");
      assertThat(server.change("c1").body().path("steps")).hasSize(3);
      assertThat(server.serving().loader().image().setAside()).isEmpty();
    }
  }

  @Test
  void aServerKilledWhileItPublishesSettlesTheChangeWhenItIsBack() throws Exception {
    long seed = System.nanoTime();
    Process child = start();
    try {
      URI api = ServeInChild.api(child);
      post(api, "ann", "/api/v1/changes", body(90));
      post(api, "bob", "/api/v1/changes/c1/approve", "{}");
      Thread publishing =
          Thread.ofVirtual().start(() -> post(api, "ann", "/api/v1/changes/c1/publish", "{}"));
      Thread.sleep(new Random(seed).nextInt(60));
      child.destroyForcibly().waitFor();
      publishing.join();
    } finally {
      child.destroyForcibly().waitFor();
    }
    try (TestServer server = TestServer.embedded(data, new SampleMesh(manifests))) {
      if (server.change("c1").state().equals("approved")) {
        assertThat(server.step("ann", "c1", "publish").status()).isEqualTo(200);
      }
      var settled = server.awaitState("c1", "converged");
      assertThat(settled.body().path("steps").findValuesAsText("state"))
          .as("seed %d", seed)
          .containsExactly("proposed", "previewed", "approved", "published", "converged");
    }
  }

  private Process start() throws IOException {
    return ServeInChild.start(data.toString(), manifests.toString());
  }

  private static String body(int toFirst) {
    String manifest = SampleMesh.route(toFirst).replace("\"", "\\\"").replace("\n", "\\n");
    return "{\"apply\":[{\"name\":\"f\",\"content\":\"" + manifest + "\"}]}";
  }

  /** The status, 0 when the server is gone. */
  private static int post(URI api, String user, String path, String body) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(api.resolve(path))
              .header("X-Meshtwin-User", user)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
