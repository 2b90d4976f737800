package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who answers where near endpoints go first, on a real Envoy. */
@UsesEnvoy
class NearEndpointsTest {
  private static final String MESH =
      Meshes.WEB.replace("spec: {", "spec: {nodeName: one, ")
          + """
          apiVersion: v1
          kind: Service
          metadata: {name: stock, namespace: shop}
          spec: {DISTRIBUTION selector: {app: stock}, ports: [{name: http, port: 80, targetPort: 8080}]}
          ---
          apiVersion: networking.istio.io/v1
          kind: DestinationRule
          metadata: {name: stock, namespace: shop}
          spec:
            host: stock
            trafficPolicy: {POLICY}
          """
          + at("one", "eu", "a", 1)
          + at("two", "eu", "b", 2)
          + at("three", "us", "a", 3);

  private final Proof proof;

  NearEndpointsTest(EnvoyBinary installed, @TempDir Path directory) {
    proof = new Proof(installed, directory);
  }

  /** A Node with a Pod on it. */
  private static String at(String node, String region, String zone, int last) {
    return """
    ---
    apiVersion: v1
    kind: Node
    metadata:
      name: NODE
      labels: {topology.kubernetes.io/region: REGION, topology.kubernetes.io/zone: ZONE}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: stock-NODE, namespace: shop, labels: {app: stock}}
    spec: {nodeName: NODE}
    status: {podIP: 10.0.1.LAST}
    """
        .replace("NODE", node)
        .replace("REGION", region)
        .replace("ZONE", zone)
        .replace("LAST", String.valueOf(last));
  }

  /** Who answers which part, after a real Envoy has shown it. */
  private SortedMap<String, Double> shown(String policy) throws Exception {
    return shown(policy, "");
  }

  private SortedMap<String, Double> shown(String policy, String distribution) throws Exception {
    String written = MESH.replace("POLICY", policy).replace("DISTRIBUTION ", distribution);
    ResolvedMesh mesh = Meshes.of(written);
    var request = new Request("GET", "http", "stock.shop", "/", null, Headers.NONE);
    var dial = new Dial.ToHost("stock.shop", 80);
    var call = new Call(Meshes.web(mesh), dial, Call.Protocol.HTTP, null, request);
    proof.agree(mesh, call);
    return new Simulator(mesh).verdict(call).shares().getFirst().target().workloads();
  }

  @Test
  void onlyTheNearestAnswerWhereFailingOnesAreLeftOut() throws Exception {
    assertThat(shown("outlierDetection: {consecutive5xxErrors: 3}"))
        .containsOnlyKeys("shop/stock-one");
    assertThat(shown("connectionPool: {http: {maxRetries: 3}}")).hasSize(3);
  }

  @Test
  void aDistributionSharesRequestsOut() throws Exception {
    String to = "distribute: [{from: eu/a, to: {'eu/b': 80, us: 20}}]";
    assertThat(shown("loadBalancer: {localityLbSetting: {" + to + "}}"))
        .hasSize(2)
        .containsEntry("shop/stock-two", 0.8)
        .containsEntry("shop/stock-three", 0.2);
  }

  @Test
  void labelsAreFollowedInTheirOrder() throws Exception {
    String order =
        "outlierDetection: {consecutive5xxErrors: 3}, loadBalancer: {localityLbSetting:"
            + " {failoverPriority: [";
    assertThat(shown(order + "topology.kubernetes.io/region]}}"))
        .containsOnlyKeys("shop/stock-one", "shop/stock-two");
    assertThat(shown(order + "kubernetes.io/hostname=three]}}"))
        .containsOnlyKeys("shop/stock-three");
  }

  @Test
  void aServiceMayPreferTheClientsZone() throws Exception {
    String plain = "connectionPool: {http: {maxRetries: 3}}";
    assertThat(shown(plain, "trafficDistribution: PreferClose, "))
        .containsOnlyKeys("shop/stock-one");
  }

  @Test
  void zonesOfOneRegionAreAlike() throws Exception {
    assertThat(shown("loadBalancer: {zoneAwareLbSetting: {}}"))
        .containsOnlyKeys("shop/stock-one", "shop/stock-two");
  }
}
