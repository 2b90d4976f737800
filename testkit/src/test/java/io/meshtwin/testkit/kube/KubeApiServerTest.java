package io.meshtwin.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@UsesKubeApiServer
class KubeApiServerTest {
  private final KubeApiServer server;

  KubeApiServerTest(KubeApiServer server) {
    this.server = server;
  }

  static Stream<String> kindsOfTheGatewayApi() {
    return Stream.of(
        "gatewayclasses",
        "gateways",
        "listenersets",
        "httproutes",
        "grpcroutes",
        "tcproutes",
        "tlsroutes",
        "udproutes",
        "referencegrants",
        "backendtlspolicies");
  }

  @ParameterizedTest
  @MethodSource("kindsOfTheGatewayApi")
  void itServesTheKindsOfTheGatewayApi(String plural) throws IOException {
    assertThat(as("reader").get("/apis/gateway.networking.k8s.io/v1/" + plural).statusCode())
        .isEqualTo(200);
  }

  @Test
  void anEngineerMayWriteAndAReaderMayNot() throws IOException {
    as("alice").apply("/api/v1/namespaces/written", namespace("written"));
    assertThatThrownBy(() -> as("reader").apply("/api/v1/namespaces/refused", namespace("refused")))
        .hasMessageContaining("403");
  }

  @Test
  void whatWasWrittenIsThereAfterARestartOnTheSamePort() throws IOException {
    as("bob").apply("/api/v1/namespaces/kept", namespace("kept"));
    server.stop();
    assertThat(as("bob").ready()).isFalse();
    server.restart();
    assertThat(as("bob").get("/api/v1/namespaces/kept").statusCode()).isEqualTo(200);
  }

  @Test
  void aWatchFromBeforeTheWatchesExpiredIsGone() throws IOException {
    String list = as("reader").get("/api/v1/namespaces").body();
    String seen = new ObjectMapper().readTree(list).at("/metadata/resourceVersion").asText();
    server.expireWatches();
    String watch =
        as("reader")
            .get("/api/v1/namespaces?watch=true&timeoutSeconds=5&resourceVersion=" + seen)
            .body();
    assertThat(watch).contains("\"code\":410");
  }

  @Test
  void theKubeconfigNamesTheServerAndTheUser() {
    assertThat(server.kubeconfig("alice"))
        .contains(server.url().toString(), "name: alice", server.token("alice"));
  }

  @Test
  void anUnknownUserIsNamedInTheError() {
    assertThatThrownBy(() -> server.token("eve")).hasMessageContaining("no user eve");
  }

  private ApiClient as(String user) {
    return new ApiClient(server.url(), server.ca(), server.token(user));
  }

  private static String namespace(String name) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
        + name
        + "\"}}";
  }
}
