package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which endpoints are asked by clients of each place, and who stands by. */
class NearEndpointsTest {
  static final String OUTLIERS = "outlierDetection: {consecutive5xxErrors: 3}";
  private static final String FAILOVER =
      OUTLIERS + ", loadBalancer: {localityLbSetting: {failover: [{from: eu, to: us}]}}";

  static final String NODES =
      node("one", "eu", "a") + node("two", "eu", "b") + node("three", "us", "a");

  static String node(String name, String region, String zone) {
    return """
    ---
    apiVersion: v1
    kind: Node
    metadata:
      name: NAME
      labels: {topology.kubernetes.io/region: REGION, topology.kubernetes.io/zone: ZONE}
    """
        .replace("NAME", name)
        .replace("REGION", region)
        .replace("ZONE", zone);
  }

  static String pod(String app, String node) {
    return """
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: APP-NODE, namespace: shop, labels: {app: APP}}
    spec: {nodeName: NODE, containers: [{name: app, ports: [{containerPort: 8080}]}]}
    status: {podIP: 10.0.0.1}
    """
        .replace("APP", app)
        .replace("NODE", node);
  }

  static ResolvedMesh mesh(String policy, String... more) {
    String rule =
        """
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: cart, namespace: shop}
        spec: {host: cart, trafficPolicy: {POLICY}}
        """;
    String servers = pod("cart", "one") + pod("cart", "two") + pod("cart", "three");
    String clients = pod("web", "one") + pod("web", "two") + pod("web", "three");
    String all = Meshes.service("shop", "cart") + rule.replace("POLICY", policy);
    return ResolvedMesh.of(
        Meshes.image(all + servers + clients + pod("web", "gone") + String.join("", more)),
        Dialect.ISTIO);
  }

  /** Names of Nodes by priority, with weights other than 1; {@code unknown}. */
  static String asked(ResolvedMesh mesh, String client) {
    Cluster cluster = cluster(mesh, client);
    if (cluster == null) {
      return "unknown";
    }
    assertThat(cluster.caveats()).isEmpty();
    return cluster.priorities().stream()
        .map(NearEndpointsTest::written)
        .collect(Collectors.joining("; "));
  }

  private static String doubts(ResolvedMesh mesh, String client) {
    return Objects.requireNonNull(cluster(mesh, client)).caveats().toString();
  }

  private static @Nullable Cluster cluster(ResolvedMesh mesh, String client) {
    var workload = Objects.requireNonNull(mesh.workload("local", "shop/" + client));
    var port = new ServicePort(Meshes.key("Service", "shop", "cart"), 80);
    var listener = Objects.requireNonNull(mesh.outbound(mesh.scope(workload), port));
    var http = (Handler.Http) listener.chains().getFirst().handler();
    RouteAction action = http.hosts().getFirst().rules().getFirst().action();
    if (!(action instanceof RouteAction.Forward forward)) {
      return null;
    }
    return mesh.cluster((Destination.ToService) forward.destinations().getFirst().destination());
  }

  private static String written(List<Endpoint> endpoints) {
    return endpoints.stream()
        .map(one ->
            one.name().replace("shop/cart-", "") + (one.weight() == 1 ? "" : " " + one.weight()))
        .collect(Collectors.joining(", "));
  }

  @Test
  void theNearestAreAskedAndOthersStandBy() {
    ResolvedMesh mesh = mesh(OUTLIERS, NODES);
    assertThat(asked(mesh, "web-one")).isEqualTo("one; two; three");
    assertThat(asked(mesh, "web-two")).isEqualTo("two; one; three");
    assertThat(asked(mesh, "web-three")).isEqualTo("three; one, two");
  }

  @Test
  void aClientFarFromAllAsksAll() {
    String asia = node("four", "asia", "a") + pod("web", "four");
    assertThat(asked(mesh(OUTLIERS, NODES, asia), "web-four")).isEqualTo("one, three, two");
  }

  @Test
  void aRegionIsFailedOverToAnother() {
    String asia = node("four", "asia", "a") + pod("cart", "four");
    assertThat(asked(mesh(FAILOVER, NODES, asia), "web-one")).isEqualTo("one; two; three; four");
    assertThat(asked(mesh(FAILOVER, NODES, asia), "web-three")).isEqualTo("three; four, one, two");
  }

  @Test
  void whereAClientIsNotSaidToBeItIsUnknown() {
    assertThat(asked(mesh(OUTLIERS, NODES), "web-gone")).isEqualTo("unknown");
  }

  @Test
  void withoutOutlierDetectionAllAreAlike() {
    assertThat(asked(mesh("connectionPool: {tcp: {maxConnections: 1}}", NODES), "web-one"))
        .isEqualTo("one, three, two");
    String off = OUTLIERS + ", loadBalancer: {localityLbSetting: {enabled: false}}";
    assertThat(asked(mesh(off, NODES), "web-gone")).isEqualTo("one, three, two");
  }

  @Test
  void aDistributionSharesRequestsOutAmongLocalities() {
    String to = "loadBalancer: {localityLbSetting: {distribute: [{from: eu/a/*, to: {TO}}]}}";
    ResolvedMesh mesh = mesh(to.replace("TO", "'eu/a/*': 75, 'us/*': 25"), NODES);
    assertThat(asked(mesh, "web-one")).isEqualTo("one 750000, three 250000");
    assertThat(asked(mesh, "web-two")).isEqualTo("one, three, two");
    assertThat(asked(mesh(to.replace("TO", "'asia/*': 100"), NODES), "web-one")).isEmpty();
  }

  /** istiod rounds the weight of each locality up. */
  @Test
  void localitiesOfOneRuleShareItsWeight() {
    String to = "distribute: [{from: '*', to: {'eu/*': 51, us: 49}}]";
    String policy = "loadBalancer: {localityLbSetting: {" + to + "}}";
    assertThat(asked(mesh(policy, NODES), "web-one"))
        .isEqualTo("one 260000, three 490000, two 260000");
  }

  /**
   * istiod asks DestinationRules alone whether failing endpoints of known addresses are left out.
   */
  @Test
  void whatMeshConfigLeavesOutPrefersNobody() {
    String config =
        """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: "defaultTrafficPolicy: {outlierDetection: {consecutive5xxErrors: 3}}"}
        """;
    assertThat(asked(mesh("connectionPool: {tcp: {maxConnections: 1}}", NODES, config), "web-one"))
        .isEqualTo("one, three, two");
  }

  @Test
  void zonesOfOneRegionAreAlike() {
    String zones = "loadBalancer: {zoneAwareLbSetting: {failover: [{from: us, to: asia}]}}";
    String asia = node("four", "asia", "a") + pod("cart", "four");
    assertThat(asked(mesh(zones, NODES, asia), "web-one")).isEqualTo("one, two; four, three");
    assertThat(asked(mesh(zones, NODES, asia), "web-three")).isEqualTo("three; four; one, two");
    String off = zones.replace("{failover", "{enabled: false, failover");
    assertThat(asked(mesh(off, NODES, asia), "web-one")).isEqualTo("four, one, three, two");
  }

  /** Of three one waits: two get 93 % (Envoy, overprovisioning factor 140), the rest goes on. */
  @Test
  void nearEndpointsThatAreNotReadyPassTheirShareOn() {
    String near = pod("cart", "one");
    String other = near.replace("cart-one", "cart-other");
    String waits =
        near.replace("cart-one", "cart-waits")
            .replace("10.0.0.1}", "10.0.0.9, conditions: [{type: Ready, status: 'False'}]}");
    ResolvedMesh mesh = mesh(OUTLIERS, NODES, other, waits);
    assertThat(doubts(mesh, "web-one")).contains("not ready");
    assertThat(asked(mesh, "web-two")).isEqualTo("two; one, other; three");
    String third = near.replace("cart-one", "cart-third");
    assertThat(asked(mesh(OUTLIERS, NODES, other, third, waits), "web-one"))
        .isEqualTo("one, other, third; two; three");
  }

  @Test
  void withoutNodesOnlyLabelsSayWherePodsAre() {
    String zone = "metadata: {name: cart-one, namespace: shop, labels: {istio-locality: eu.a,";
    String placed =
        pod("cart", "one").replace("metadata: {name: cart-one, namespace: shop, labels: {", zone);
    assertThat(asked(mesh(OUTLIERS, placed), "web-one")).isEqualTo("unknown");
  }
}
