package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.resource.Locality;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.ServicePort;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Where localities decide who answers, which is not modelled, and where they do not. */
class LocalitiesTest {
  private static final String OUTLIERS = "outlierDetection: {consecutive5xxErrors: 3}";

  /** A Pod behind the Service, in the zone that its EndpointSlice says. */
  private static String pod(String name, String node, String labels, String zone) {
    return """
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: NAME, namespace: shop, labels: {app: cart, LABELS}}
    spec: {nodeName: NODE}
    status: {podIP: 10.0.0.1}
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: NAME, namespace: shop, labels: {kubernetes.io/service-name: cart}}
    addressType: IPv4
    ports: [{port: 80, name: http}]
    endpoints: [{addresses: [10.0.0.1], targetRef: {kind: Pod, name: NAME}, zone: "ZONE"}]
    """
        .replace("NAME", name)
        .replace("NODE", node)
        .replace("LABELS", labels)
        .replace("ZONE", zone);
  }

  private static String node(String name, String labels) {
    return "---\napiVersion: v1\nkind: Node\nmetadata: {name: "
        + name
        + ", labels: {"
        + labels
        + "}}\n";
  }

  private static String zone(String name, String zone) {
    return node(name, "topology.kubernetes.io/region: eu, topology.kubernetes.io/zone: " + zone);
  }

  private static boolean decide(String policy, String... objects) {
    String rule =
        """
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: cart, namespace: shop}
        spec: {host: cart, trafficPolicy: {POLICY}}
        """;
    String all =
        Meshes.service("shop", "cart") + rule.replace("POLICY", policy) + String.join("", objects);
    ResolvedMesh mesh = ResolvedMesh.of(Meshes.image(all), Dialect.ISTIO);
    var port = new ServicePort(Meshes.key("Service", "shop", "cart"), 80);
    var listener = Objects.requireNonNull(mesh.outbound(ClientScope.of("shop"), port));
    var http = (Handler.Http) listener.chains().getFirst().handler();
    return http.hosts().stream()
        .flatMap(host -> host.rules().stream())
        .anyMatch(one -> one.action() instanceof RouteAction.Unmodelled);
  }

  @Test
  void podsOnNodesOfTwoZonesAreInTwoLocalities() {
    String pods = pod("a", "one", "", "same") + pod("b", "two", "", "same");
    assertThat(decide(OUTLIERS, pods, zone("one", "a"), zone("two", "b"))).isTrue();
    assertThat(decide(OUTLIERS, pods, zone("one", "a"), zone("two", "a"))).isFalse();
  }

  @Test
  void aPodsOwnLabelGoesBeforeItsNode() {
    String label = "topology.istio.io/locality: eu.a";
    String pods = pod("a", "one", label, "") + pod("b", "two", "istio-locality: eu.a", "");
    assertThat(decide(OUTLIERS, pods, zone("one", "a"), zone("two", "b"))).isFalse();
    String other = pod("b", "two", "istio-locality: us.b, " + label, "");
    assertThat(decide(OUTLIERS, pod("a", "one", label, ""), other)).isFalse();
    assertThat(decide(OUTLIERS, pods, pod("c", "two", "istio-locality: us", ""))).isTrue();
  }

  /** istiod reads no zone of an EndpointSlice: it is the only trace of Nodes that are not there. */
  @Test
  void zonesOfSlicesCountWhereNoNodeIsKnown() {
    String pods = pod("a", "one", "", "a") + pod("b", "two", "", "b");
    assertThat(decide(OUTLIERS, pods)).isTrue();
    assertThat(decide(OUTLIERS, pods, zone("one", "x"), zone("two", "x"))).isFalse();
  }

  @Test
  void subzonesAndOldLabelsOfNodesAreRead() {
    String pods = pod("a", "one", "", "") + pod("b", "two", "", "");
    String old = "failure-domain.beta.kubernetes.io/zone: a";
    String subzone = "topology.istio.io/subzone: ";
    assertThat(decide(OUTLIERS, pods, node("one", old), node("two", old))).isFalse();
    assertThat(decide(OUTLIERS, pods, node("one", subzone + "x"), node("two", subzone + "y")))
        .isTrue();
  }

  @Test
  void nearEndpointsGoFirstOnlyWhereFailingOnesAreLeftOut() {
    String pods = pod("a", "one", "", "") + pod("b", "two", "", "");
    String nodes = zone("one", "a") + zone("two", "b");
    assertThat(decide("connectionPool: {tcp: {maxConnections: 1}}", pods, nodes)).isFalse();
    String off = "loadBalancer: {localityLbSetting: {enabled: false}}, " + OUTLIERS;
    assertThat(decide(off, pods, nodes)).isFalse();
    String zones = "loadBalancer: {zoneAwareLbSetting: {enabled: ";
    assertThat(decide(zones + "true}}", pods, nodes)).isTrue();
    assertThat(decide(zones + "false}}, " + OUTLIERS, pods, nodes)).isFalse();
  }

  /** Endpoints that no locality of a distribution takes get nothing, be they all there are. */
  @Test
  void aDistributionDecidesOfOneLocalityToo() {
    String one = pod("a", "one", "", "") + zone("one", "a");
    String to = "loadBalancer: {localityLbSetting: {distribute: [{from: '*', to: {TO: 100}}]}}";
    assertThat(decide(to.replace("TO", "us/*"), one)).isTrue();
    assertThat(decide(to.replace("TO", "eu/*"), one)).isFalse();
    assertThat(decide(to.replace("TO", "eu/a/*"), one)).isFalse();
  }

  @Test
  void aRuleMeansAllPartsThatItNames() {
    var place = new Locality("eu", "a", "x");
    assertThat(place.isIn("eu")).isTrue();
    assertThat(place.isIn("eu/*/x")).isTrue();
    assertThat(place.isIn("eu/b")).isFalse();
    assertThat(Locality.NONE.isIn("*")).isTrue();
    assertThat(Locality.NONE.isIn("eu/*")).isFalse();
  }
}
