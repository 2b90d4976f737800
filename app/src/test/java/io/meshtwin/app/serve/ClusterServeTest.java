package io.meshtwin.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.meshtwin.testkit.kube.KubeApiServer;
import io.meshtwin.testkit.kube.UsesKubeApiServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesKubeApiServer
class ClusterServeTest {
  /** What the Kubernetes client looks at before the environment. */
  private static final String KUBECONFIG = "kubeconfig";

  private static final String NAMESPACE =
      "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n";

  private final KubeApiServer api;
  @TempDir Path data;
  @TempDir Path files;

  ClusterServeTest(KubeApiServer api) {
    this.api = api;
  }

  @BeforeEach
  void current() throws IOException {
    Path kubeconfig = Files.writeString(files.resolve("kubeconfig"), api.kubeconfig("reader"));
    System.setProperty(KUBECONFIG, kubeconfig.toString());
  }

  @AfterEach
  void restore() {
    System.clearProperty(KUBECONFIG);
    api.restart();
  }

  @Test
  void aClusterIsAdoptedFollowedAndMissedWithoutLosingTheMesh() {
    apply(NAMESPACE + SampleMesh.service("catalog") + "---\n" + SampleMesh.route(100));
    try (TestServer server = TestServer.cluster(data)) {
      assertThat(server.serving().loader().image().holding()).isTrue();
      assertThat(server.get("/api/v1/mesh/HTTPRoute/shop/catalog").status()).isEqualTo(200);
      var approved = server.serving().loader().image().approved().digest();

      apply(SampleMesh.route(50));
      TestServer.await(() -> !server.serving().loader().image().drift().isEmpty(), "it is seen");
      assertThat(server.serving().loader().image().approved().digest()).isEqualTo(approved);

      api.stop();
      TestServer.await(() -> !connected(server), "the loss is seen");
      assertThat(server.get("/api/v1/mesh/HTTPRoute/shop/catalog").status()).isEqualTo(200);
      assertThat(server.get("/api/v1/status").body().at("/sources/0/problems")).isNotEmpty();
      api.restart();
      TestServer.await(() -> connected(server), "the API server is back");
      apply(SampleMesh.service("catalog-v2"));
      TestServer.await(
          () -> server.get("/api/v1/mesh/Service/shop/catalog-v2").status() == 200, "it goes on");
    }
  }

  private static boolean connected(TestServer server) {
    return server.get("/api/v1/status").body().at("/sources/0/state").asText().equals("connected");
  }

  private void apply(String manifests) {
    byte[] bytes = manifests.getBytes(StandardCharsets.UTF_8);
    Config config = Config.fromKubeconfig(api.kubeconfig("alice"));
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      client.load(new ByteArrayInputStream(bytes)).forceConflicts().serverSideApply();
    }
  }
}
