package io.meshtwin.twin.resolve;

import static io.meshtwin.twin.resolve.NearEndpointsTest.NODES;
import static io.meshtwin.twin.resolve.NearEndpointsTest.OUTLIERS;
import static io.meshtwin.twin.resolve.NearEndpointsTest.asked;
import static io.meshtwin.twin.resolve.NearEndpointsTest.mesh;
import static io.meshtwin.twin.resolve.NearEndpointsTest.node;
import static io.meshtwin.twin.resolve.NearEndpointsTest.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import org.junit.jupiter.api.Test;

/** Which endpoints are asked first by their labels, or since their Service says so itself. */
class PreferredEndpointsTest {
  /** A policy that says nothing about preference. */
  private static final String PLAIN = "connectionPool: {tcp: {maxConnections: 1}}";

  private static final String VERSIONS =
      labelled("cart", "one", "version: v1")
          + labelled("cart", "two", "version: v2")
          + labelled("cart", "three", "version: v1")
          + labelled("web", "one", "version: v1")
          + labelled("web", "two", "version: v2");

  private static String labelled(String app, String node, String label) {
    return pod(app, node).replace("{app: " + app + "}", "{app: " + app + ", " + label + "}");
  }

  private static String order(String labels) {
    return "loadBalancer: {localityLbSetting: {failoverPriority: [" + labels + "]}}";
  }

  /** The Service with what it says itself. */
  private static String service(String metadata, String spec) {
    return Meshes.service("shop", "cart")
        .replace("{name: cart, namespace: shop", "{name: cart, namespace: shop" + metadata)
        .replace("spec: {", "spec: {" + spec);
  }

  private static String prefers(String what) {
    return service("", "trafficDistribution: " + what + ", ");
  }

  private static String annotated(String what) {
    return ", annotations: {networking.istio.io/traffic-distribution: " + what + "}";
  }

  private static String namespace(String what) {
    return "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop" + annotated(what) + "}\n";
  }

  @Test
  void labelsThatAreTheClientsGoFirstInTheirOrder() {
    String labels = OUTLIERS + ", " + order("version, topology.kubernetes.io/zone");
    ResolvedMesh mesh = mesh(labels, NODES, VERSIONS);
    assertThat(asked(mesh, "web-one")).isEqualTo("one, three; two");
    assertThat(asked(mesh, "web-two")).isEqualTo("two; one, three");
    assertThat(asked(mesh, "web-three")).isEqualTo("one, three, two");
    String zone = OUTLIERS + ", " + order("topology.kubernetes.io/zone, version");
    assertThat(asked(mesh(zone, NODES, VERSIONS), "web-three")).isEqualTo("one, three; two");
  }

  @Test
  void aValueThatIsWrittenStandsForTheClients() {
    String labels = OUTLIERS + ", " + order("version=v2");
    assertThat(asked(mesh(labels, NODES, VERSIONS), "web-one")).isEqualTo("two; one, three");
    assertThat(asked(mesh(labels, VERSIONS), "web-gone")).isEqualTo("two; one, three");
  }

  @Test
  void labelsCountOnlyWhereFailingEndpointsAreLeftOut() {
    assertThat(asked(mesh(order("version"), NODES, VERSIONS), "web-one"))
        .isEqualTo("one, three, two");
  }

  @Test
  void aRegionThatIsFailedOverToCountsBehindLabels() {
    String labels =
        OUTLIERS
            + ", loadBalancer: {localityLbSetting: {failoverPriority: [version], failover: [{from:"
            + " eu, to: us}]}}";
    assertThat(asked(mesh(labels, NODES, VERSIONS), "web-one")).isEqualTo("one; three; two");
  }

  @Test
  void labelsOfPlacesThatAreNotSaidAreUnknown() {
    String zone = OUTLIERS + ", " + order("topology.kubernetes.io/zone");
    assertThat(asked(mesh(zone, NODES), "web-gone")).isEqualTo("unknown");
    assertThat(asked(mesh(zone), "web-one")).isEqualTo("unknown");
    assertThat(asked(mesh(OUTLIERS + ", " + order("app"), NODES), "web-one"))
        .isEqualTo("one, three, two");
  }

  @Test
  void aServiceMayPreferTheClientsZone() {
    for (String word : new String[] {"PreferClose", "PreferSameZone"}) {
      ResolvedMesh mesh = mesh(PLAIN, NODES, prefers(word));
      assertThat(asked(mesh, "web-one")).isEqualTo("one; two; three");
      assertThat(asked(mesh, "web-three")).isEqualTo("three; one, two");
      assertThat(asked(mesh, "web-gone")).isEqualTo("unknown");
    }
  }

  @Test
  void whatADestinationRuleSaysGoesBeforeWhatTheServiceSays() {
    String off = "loadBalancer: {localityLbSetting: {enabled: false}}";
    assertThat(asked(mesh(off, NODES, prefers("PreferClose")), "web-one"))
        .isEqualTo("one, three, two");
    assertThat(
            asked(mesh("loadBalancer: {simple: RANDOM}", NODES, prefers("PreferClose")), "web-one"))
        .isEqualTo("one; two; three");
  }

  @Test
  void anAnnotationOfTheServiceGoesBeforeItsNamespaces() {
    String own = service(annotated("preferclose"), "");
    assertThat(asked(mesh(PLAIN, NODES, own), "web-one")).isEqualTo("one; two; three");
    assertThat(asked(mesh(PLAIN, NODES, namespace("PreferSameZone")), "web-one"))
        .isEqualTo("one; two; three");
    String nothing = service(annotated("Nearby"), "");
    assertThat(asked(mesh(PLAIN, NODES, nothing, namespace("PreferClose")), "web-one"))
        .isEqualTo("one, three, two");
  }

  /** istiod works endpoints out for one client of a locality and gives them to all of it. */
  @Test
  void theClientsNodeIsKnownOnlyWhereFailingEndpointsAreLeftOut() {
    String next = node("next", "eu", "a") + pod("web", "next") + pod("cart", "next");
    ResolvedMesh alone = mesh(PLAIN, NODES, prefers("PreferSameNode"));
    assertThat(asked(alone, "web-one")).isEqualTo("one; two; three");
    ResolvedMesh mesh = mesh(PLAIN, NODES, next, prefers("PreferSameNode"));
    assertThat(asked(mesh, "web-one")).isEqualTo("unknown");
    assertThat(asked(mesh, "web-two")).isEqualTo("two; next, one; three");
    ResolvedMesh sure = mesh(OUTLIERS, NODES, next, prefers("PreferSameNode"));
    assertThat(asked(sure, "web-one")).isEqualTo("one; next; two; three");
  }

  @Test
  void endpointsOfOtherNetworksStandBehindAllOthers() {
    String net = "topology.istio.io/network: ";
    String pods =
        labelled("cart", "one", net + "far")
            + labelled("cart", "two", net + "near")
            + labelled("cart", "three", net + "near");
    ResolvedMesh mesh =
        mesh(PLAIN, NODES, pods, labelled("web", "one", net + "near"), prefers("PreferClose"));
    assertThat(asked(mesh, "web-one")).isEqualTo("two; three; one");
  }
}
