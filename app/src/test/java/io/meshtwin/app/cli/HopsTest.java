package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stops of a request, as {@code simulate} writes them. */
class HopsTest {
  private static final String POD =
      """
      ---
      apiVersion: v1
      kind: Pod
      metadata:
        {name: %s, namespace: shop, labels: {app: cart, v: %s}, annotations: {sidecar.istio.io/status: '{}'}}
      spec: {serviceAccountName: cart, containers: [{name: main, image: example.com/main}]}
      status: {podIP: %s, conditions: [{type: Ready, status: 'True'}]}
      """;

  private static final String MESH =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec: {clusterIP: 10.0.0.1, selector: {app: cart}, ports: [{name: http, port: 80}]}
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: cart, namespace: shop}
      spec:
        parentRefs: [{group: '', kind: Service, name: cart}]
        rules:
          - timeouts: {request: 3s}
            filters:
              - {type: ResponseHeaderModifier, responseHeaderModifier: {remove: [x-a]}}
            backendRefs: [{name: cart, port: 80}]
      ---
      apiVersion: security.istio.io/v1
      kind: AuthorizationPolicy
      metadata: {name: no-one, namespace: shop}
      spec: {selector: {matchLabels: {v: one}}, action: DENY, rules: [{}]}
      """
          + POD.formatted("one", "one", "10.1.0.1")
          + POD.formatted("two", "two", "10.1.0.2");

  @TempDir Path directory = Path.of("");

  private JsonNode verdict(String mesh, String dialect, String from) throws IOException {
    Path file = Files.writeString(directory.resolve("mesh.yaml"), mesh);
    String request = "{\"from\":%s,\"url\":\"http://cart.shop/\"}".formatted(from);
    Ran ran =
        Ran.reading(
            request,
            "simulate",
            "--dialect",
            dialect,
            "--mesh",
            file.toString(),
            "--requests",
            "-");
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran.lines().getFirst();
  }

  private static List<String> hops(JsonNode verdict) {
    return StreamSupport.stream(verdict.path("hops").spliterator(), false)
        .map(hop -> hop.path("hop").asText() + " " + hop.path("verdict").asText())
        .toList();
  }

  @Test
  void everyHopHasTheFieldsOfAVerdict() throws IOException {
    JsonNode verdict = verdict(MESH, "istio", "{\"workload\":\"shop/two\"}");
    List<String> fields =
        verdict.properties().stream()
            .map(field -> field.getKey())
            .filter(field -> !List.of("id", "hops", "trace").contains(field))
            .toList();
    assertThat(verdict.path("hops")).hasSize(2);
    for (JsonNode hop : verdict.path("hops")) {
      assertThat(hop.properties()).extracting(field -> field.getKey()).containsAll(fields);
    }
  }

  @Test
  void whatTheRouteSaysIsDoneAtTheClientAndWhoEntersIsDecidedAtTheServer() throws IOException {
    JsonNode verdict = verdict(MESH, "istio", "{\"workload\":\"shop/two\"}");
    assertThat(hops(verdict))
        .containsExactly("client-sidecar forwarded", "server-sidecar forwarded");
    JsonNode client = verdict.at("/hops/0");
    assertThat(client.at("/timeouts/request").asText()).isEqualTo("3s");
    assertThat(client.at("/response/remove/0").asText()).isEqualTo("x-a");
    assertThat(client.path("inbound").isNull()).isTrue();
    JsonNode server = verdict.at("/hops/1");
    assertThat(server.at("/timeouts/request").isNull()).isTrue();
    assertThat(server.at("/backends/0/status").asInt()).isEqualTo(403);
    assertThat(server.at("/backends/0/endpoints/0").asText()).isEqualTo("shop/one");
    assertThat(server.at("/backends/1/endpoints/0").asText()).isEqualTo("shop/two");
    assertThat(server.at("/backends/1/weight").asDouble()).isEqualTo(0.5);
  }

  @Test
  void whatEveryServerRefusesWasForwardedByTheClient() throws IOException {
    String nobody = MESH.replace("selector: {matchLabels: {v: one}}, ", "");
    JsonNode verdict = verdict(nobody, "istio", "{\"workload\":\"shop/two\"}");
    assertThat(verdict.path("verdict").asText()).isEqualTo("rejected");
    assertThat(hops(verdict))
        .containsExactly("client-sidecar forwarded", "server-sidecar rejected");
    assertThat(verdict.at("/hops/1/status").asInt()).isEqualTo(403);
    assertThat(verdict.at("/hops/1/reason").asText()).isEqualTo("rbac");
  }

  @Test
  void aClientWithoutSidecarStopsAtNoProxyOfItsOwn() throws IOException {
    String bare = "{\"namespace\":\"shop\",\"sidecar\":false}";
    assertThat(hops(verdict(MESH, "istio", bare)).getFirst()).isEqualTo("client forwarded");
  }

  @Test
  void aMeshWithoutServerSidecarsHasOneHop() throws IOException {
    JsonNode verdict = verdict(MESH, "spec", "{\"workload\":\"shop/two\"}");
    assertThat(hops(verdict)).hasSize(1);
  }
}
