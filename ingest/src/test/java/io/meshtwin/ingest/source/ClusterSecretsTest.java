package io.meshtwin.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.kube.KubeApiServer;
import io.meshtwin.testkit.kube.UsesKubeApiServer;
import io.meshtwin.testkit.tls.Authority;
import io.meshtwin.testkit.tls.Minted;
import io.meshtwin.twin.event.ResourceKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

@UsesKubeApiServer
class ClusterSecretsTest {
  private final KubeApiServer server;

  ClusterSecretsTest(KubeApiServer server) {
    this.server = server;
  }

  @Test
  void aCertificateIsListedByItsFactsAndReadByItsValuesAndNoOtherSecretIsListed()
      throws java.io.IOException {
    Minted minted = Authority.named("ca").issue("shop.example");
    try (var cluster = new TestCluster(server, "secrets")) {
      cluster.apply(
          "{apiVersion: v1, kind: Secret, metadata: {name: edge}, type: kubernetes.io/tls, data: {"
              + ("tls.crt: " + base64(minted.chain()))
              + (", tls.key: " + base64(minted.key()) + "}}"));
      cluster.apply(
          "{apiVersion: v1, kind: Secret, metadata: {name: other}, stringData: {token: hunter2}}");
      try (var source = cluster.source("reader")) {
        var secrets =
            source.list().events().stream().filter(e -> e.key().kind().equals("Secret")).toList();
        assertThat(secrets)
            .extracting(e -> e.key().name())
            .contains("edge")
            .doesNotContain("other");
        ResourceKey key = new ResourceKey(TestCluster.NAME, "", "Secret", "secrets", "edge");
        var content = source.secrets().read(key).orElseThrow();
        assertThat(content.values().value("tls.key")).contains(minted.key());
        assertThat(content.toString()).doesNotContain("PRIVATE");
        assertThat(content.manifest().json()).contains("shop.example").doesNotContain("PRIVATE");
        var absent = new ResourceKey(TestCluster.NAME, "", "Secret", "secrets", "absent");
        assertThat(source.secrets().read(absent)).isEmpty();
      }
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
