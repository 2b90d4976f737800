package io.meshtwin.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.meshtwin.testkit.kube.KubeApiServer;
import io.meshtwin.testkit.kube.UsesKubeApiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * What the twin's validation refuses, and what it lets pass, is what a real API server refuses and
 * takes: the same specifications, asked in a dry run.
 */
@UsesKubeApiServer
class RefusedSpecsTest {
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;

  RefusedSpecsTest(KubeApiServer server) {
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.kubeconfig("alice")))
            .build();
  }

  @BeforeEach
  void theServerAnswers() {
    assertThat(client.getKubernetesVersion()).isNotNull();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/specs/refused.txt", delimiter = '|', quoteCharacter = '`')
  void aSpecThatTheTwinRefusesIsRefused(String kind, String spec, String field) {
    assertThatThrownBy(() -> ask(kind, spec))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).as("%s", refusal).isEqualTo(UNPROCESSABLE));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/specs/accepted.txt", delimiter = '|', quoteCharacter = '`')
  void aSpecThatTheTwinTakesIsTaken(String kind, String spec) {
    assertThatCode(() -> ask(kind, spec)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/specs/names.txt", delimiter = '|')
  void aNameIsTakenWhereTheTwinTakesIt(String kind, String name, String taken) {
    String spec =
        switch (kind) {
          case "Service" -> "ports: [{port: 80}]";
          case "Gateway" -> "gatewayClassName: a, listeners: [{name: a, port: 80, protocol: HTTP}]";
          default -> "parentRefs: [{name: a}]";
        };
    if (taken.equals("yes")) {
      assertThatCode(() -> ask(kind, name, spec)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> ask(kind, name, spec))
          .isInstanceOfSatisfying(
              KubernetesClientException.class,
              refusal -> assertThat(refusal.getCode()).isEqualTo(UNPROCESSABLE));
    }
  }

  private void ask(String kind, String spec) {
    ask(kind, "x", spec);
  }

  private void ask(String kind, String name, String spec) {
    String version = kind.equals("Service") ? "v1" : "gateway.networking.k8s.io/v1";
    String manifest =
        "apiVersion: %s\nkind: %s\nmetadata: {name: '%s', namespace: default}\nspec: {%s}\n"
            .formatted(version, kind, name, spec);
    client
        .resource(Serialization.unmarshal(manifest, GenericKubernetesResource.class))
        .dryRun()
        .create();
  }
}
