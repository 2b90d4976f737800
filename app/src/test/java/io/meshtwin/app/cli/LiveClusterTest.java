package io.meshtwin.app.cli;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesKubeApiServer
class LiveClusterTest {
  /** What the Kubernetes client looks at before the environment. */
  private static final String KUBECONFIG = "kubeconfig";

  private static final String MESH =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: live}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: live}
      spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: cart-v1, namespace: live}
      spec:
        selector: {matchLabels: {app: cart}}
        template:
          metadata: {labels: {app: cart}}
          spec: {containers: [{name: app, image: echo}]}
      """;

  private static final String CHANGE =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: cart, namespace: live}
      spec:
        parentRefs: [{group: "", kind: Service, name: cart}]
        rules: [{matches: [{path: {value: /v1}}], backendRefs: [{name: cart, port: 80}]}]
      """;

  private final KubeApiServer api;
  @TempDir Path files;

  LiveClusterTest(KubeApiServer api) {
    this.api = api;
  }

  @AfterEach
  void restore() {
    System.clearProperty(KUBECONFIG);
  }

  @Test
  void aReaderPreviewsAChangeOfTheClusterAndLeavesItAsItIs() throws IOException {
    apply();
    Path change = Files.writeString(files.resolve("change.yaml"), CHANGE);
    Path kubeconfig = Files.writeString(files.resolve("kubeconfig"), api.kubeconfig("reader"));
    System.setProperty(KUBECONFIG, kubeconfig.toString());

    Ran preview = Ran.command("preview", "--mesh", "cluster", "-f", change.toString());

    assertThat(preview.code()).as("%s", preview.err()).isEqualTo(1);
    assertThat(preview.out())
        .startsWith("breaks:")
        .contains("live/cart:80  every other request", "after   responded 404", "change.yaml:");
    assertThat(Ran.command("preview", "--mesh", "cluster", "-f", change.toString()).out())
        .isEqualTo(preview.out());
  }

  private void apply() {
    byte[] bytes = MESH.getBytes(StandardCharsets.UTF_8);
    Config config = Config.fromKubeconfig(api.kubeconfig("alice"));
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      client.load(new ByteArrayInputStream(bytes)).serverSideApply();
    }
  }
}
