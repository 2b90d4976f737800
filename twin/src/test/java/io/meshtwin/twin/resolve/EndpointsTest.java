package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private static final String TEMPLATES = Meshes.service("shop", "cart");

  private static final String PODS =
      """
      ---
      apiVersion: v1
      kind: Pod
      metadata:
        name: cart-v1-5f-x
        namespace: shop
        labels: {app: cart, pod-template-hash: 5f}
        ownerReferences: [{kind: ReplicaSet, name: cart-v1-5f, controller: true}]
      spec: {containers: []}
      status: {podIP: 10.0.0.1, phase: Running, conditions: [{type: Ready, status: "True"}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: waiting, namespace: shop, labels: {app: cart}}
      spec: {containers: []}
      status: {podIP: 10.0.0.2, phase: Running, conditions: [{type: Ready, status: "False"}]}
      """;

  private static final String SLICE =
      """
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: cart-1, namespace: shop, labels: {kubernetes.io/service-name: cart}}
      addressType: IPv4
      ports: [{name: http, port: 9999}]
      endpoints:
      - {addresses: [10.0.0.1], targetRef: {kind: Pod, name: cart-v1-5f-x}}
      - {addresses: [10.0.0.9], conditions: {ready: false}}
      - {addresses: [192.0.2.7]}
      """;

  private static List<Endpoint> endpoints(String yaml) {
    return ResolvedMesh.of(Meshes.image(yaml), Dialect.SPEC)
        .cluster(new ServicePort(Meshes.key("Service", "shop", "cart"), 80))
        .endpoints();
  }

  @Test
  void templatesStandForTheirReplicasWhereThereAreNoPods() {
    assertThat(
            endpoints(TEMPLATES.replace("spec:\n  selector", "spec:\n  replicas: 3\n  selector")))
        .containsExactly(new Endpoint("shop/cart-v1", "", 8080, "shop/cart-v1", 3));
  }

  @Test
  void readyPodsComeBeforeTemplates() {
    assertThat(endpoints(TEMPLATES + PODS))
        .containsExactly(new Endpoint("shop/cart-v1-5f-x", "10.0.0.1", 8080, "shop/cart-v1", 1));
  }

  @Test
  void endpointSlicesComeBeforePods() {
    assertThat(endpoints(TEMPLATES + PODS + SLICE))
        .containsExactly(
            new Endpoint("192.0.2.7:9999", "192.0.2.7", 9999, "192.0.2.7:9999", 1),
            new Endpoint("shop/cart-v1-5f-x", "10.0.0.1", 9999, "shop/cart-v1", 1));
  }
}
