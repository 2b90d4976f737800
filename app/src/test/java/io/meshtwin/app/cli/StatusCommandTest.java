package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
  private static final String MESH =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: GatewayClass
      metadata: {name: c}
      spec: {controllerName: example.com/controller}
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: Gateway
      metadata: {name: gw, namespace: edge}
      spec: {gatewayClassName: c, listeners: [{name: http, port: 80, protocol: HTTP}]}
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: r, namespace: edge}
      spec:
        parentRefs: [{name: gw, sectionName: http, port: 80}]
        rules: [{backendRefs: [{name: absent, port: 80}]}]
      """;

  @Test
  void aStatusHasEveryFieldOfTheContract() {
    Ran ran = Ran.reading(MESH, "status", "--mesh", "-", "-o", "json");
    assertThat(ran.code()).isZero();
    JsonNode route = ran.json().get(3);
    assertThat(route.properties().stream().map(field -> field.getKey()))
        .containsExactly(
            "resource",
            "parent",
            "sectionName",
            "port",
            "controllerName",
            "listener",
            "conditions",
            "attachedRoutes",
            "supportedKinds",
            "attachedListenerSets");
    assertThat(route.path("parent").asText()).isEqualTo("Gateway edge/gw");
    assertThat(route.path("controllerName").asText()).isEqualTo("example.com/controller");
    assertThat(route.at("/conditions/1/reason").asText()).isEqualTo("BackendNotFound");
  }

  @Test
  void aTableHasALineForEachPlace() {
    Ran ran = Ran.reading(MESH, "status", "--mesh", "-");
    List<String> lines = ran.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
    assertThat(lines)
        .containsExactly(
            "RESOURCE AT ACCEPTED PROGRAMMED RESOLVED REFS ROUTES ALSO",
            "GatewayClass c - True - - -",
            "Gateway edge/gw - True True True -",
            "Gateway edge/gw listener http True True True 1",
            "HTTPRoute edge/r Gateway edge/gw, http, port 80 True - False BackendNotFound -");
  }

  @Test
  void aMeshWithoutGatewayApiSaysSo() {
    Ran ran = Ran.reading("", "status", "--mesh", "-");
    assertThat(ran.out()).contains("no Gateway API objects");
  }
}
