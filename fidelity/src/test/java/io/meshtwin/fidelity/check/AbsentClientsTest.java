package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Who stands for clients of which the mesh has no workload. */
class AbsentClientsTest {
  private static final String SHOP =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: cart-0, namespace: shop, labels: {app: cart}}
      spec: {containers: []}
      """;

  private final ResolvedMesh mesh = Meshes.of(SHOP);

  private static Case from(ClientScope scope) {
    var request = new Request("GET", "http", "cart.shop", "/", "", new Headers(new TreeMap<>()));
    var client = new Client.InMesh(scope, "a workload in " + scope.namespace());
    var to = new Dial.ToHost("cart.shop", 80);
    return new Case("one", new Call(client, to, Call.Protocol.HTTP, null, request));
  }

  @Test
  void aPodStandsForClientsOfANamespaceWithoutAny() {
    var plan = new Plan(mesh, List.of(from(ClientScope.of("lonely"))));
    assertThat(plan.setAside()).isEmpty();
    assertThat(plan.steps().keySet())
        .singleElement()
        .satisfies(proxy -> assertThat(proxy.namespace()).isEqualTo("lonely"))
        .satisfies(proxy -> assertThat(plan.clients().hasProxy(proxy)).isTrue());
    assertThat(mesh.image().resources()).hasSize(2);
  }

  @Test
  void nobodyStandsForClientsThatThePodWouldAnswer() {
    ClientScope server = ClientScope.of("shop").with(Map.of("app", "cart"));
    var plan = new Plan(mesh, List.of(from(server)));
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.setAside())
        .singleElement()
        .satisfies(one -> assertThat(one.why()).contains("no such client"));
  }

  @Test
  void clientsWithoutASidecarNeedNoProxy() {
    var plain = new ClientScope("local", "anywhere", new TreeMap<>(), false);
    var plan = new Plan(mesh, List.of(from(plain)));
    assertThat(plan.setAside()).isEmpty();
    assertThat(plan.steps().keySet())
        .singleElement()
        .satisfies(proxy -> assertThat(plan.clients().hasProxy(proxy)).isFalse());
  }
}
