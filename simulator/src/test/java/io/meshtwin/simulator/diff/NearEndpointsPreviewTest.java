package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Previews of what moves endpoints and clients, where near endpoints go first. */
class NearEndpointsPreviewTest {
  private static final String OUTLIERS = "outlierDetection: {consecutive5xxErrors: 3}";
  private static final String DISTRIBUTE =
      "loadBalancer: {localityLbSetting: {distribute: [{from: 'eu/a', to: {'eu/b': 100}}]}}";

  private static final List<String> MESH =
      List.of(
          node("one", "a"),
          node("two", "b"),
          pod("cart", "v1", "one"),
          pod("cart", "v2", "two"),
          pod("web", "v1", "one"),
          pod("web", "v2", "two"),
          Meshes.service("cart"),
          Meshes.service("web"),
          rule(OUTLIERS));

  private static String rule(String policy) {
    return "{apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: {name:"
        + " 'cart', namespace: 'shop'}, spec: {host: 'cart', trafficPolicy: {"
        + policy
        + "}}}";
  }

  private static String node(String name, String zone) {
    return "{apiVersion: 'v1', kind: 'Node', metadata: {name: '%s', labels:".formatted(name)
        + " {'topology.kubernetes.io/region': 'eu', 'topology.kubernetes.io/zone': '%s'}}}"
            .formatted(zone);
  }

  private static String pod(String app, String name, String node) {
    return "{apiVersion: 'v1', kind: 'Pod', metadata: {name: '%s-%s', namespace: 'shop', labels:"
            .formatted(app, name)
        + " {app: '%s'}}, spec: {nodeName: '%s'}, status: {podIP: '10.0.0.1'}}"
            .formatted(app, node);
  }

  /** What a warm baseline says of a change, which is what the comparison of the whole says. */
  private static Preview preview(MeshImage image, MeshImage changed) {
    Baseline baseline = Baseline.of(ResolvedMesh.of(image, Dialect.ISTIO));
    baseline.warm();
    Preview preview = baseline.preview(changed);
    Preview whole =
        Differ.preview(
            ResolvedMesh.of(image, Dialect.ISTIO), ResolvedMesh.of(changed, Dialect.ISTIO));
    assertThat(IncrementalPreviewTest.said(preview)).isEqualTo(IncrementalPreviewTest.said(whole));
    return preview;
  }

  private static MeshImage with(MeshImage image, String... objects) {
    var delta = new MeshDelta(image);
    for (String object : objects) {
      delta.propose(Meshes.applied(Meshes.json(object)));
    }
    return delta.apply(image.position());
  }

  /** Who reaches cart otherwise than before. */
  private static List<String> touched(String... objects) {
    MeshImage image = Meshes.image(MESH.stream().map(Meshes::json).toList());
    return preview(image, with(image, objects)).differences().stream()
        .flatMap(difference -> difference.clients().examples().stream())
        .sorted()
        .toList();
  }

  @Test
  void endpointsThatMoveAreSeenByClientsNearThem() {
    assertThat(touched(pod("cart", "v2", "one"))).contains("shop/web-v1", "shop/web-v2");
    assertThat(touched(pod("cart", "v3", "one")))
        .containsExactly("shop/cart-v1", "shop/cart-v3", "shop/web-v1");
    assertThat(touched(node("two", "a"))).contains("shop/web-v1", "shop/web-v2");
    assertThat(touched(node("two", "a"), node("one", "b"))).contains("shop/web-v1");
  }

  /** It is then one of another group, of which nothing changes. */
  @Test
  void aClientThatMovesChangesNothingForOthers() {
    assertThat(touched(pod("web", "v2", "one"))).isEmpty();
  }

  @Test
  void clientsOfEachZoneNoticeWhatARuleSaysOfThem() {
    assertThat(touched(rule(DISTRIBUTE))).contains("shop/web-v1", "shop/web-v2");
    assertThat(touched(rule("connectionPool: {tcp: {maxConnections: 1}}")))
        .contains("shop/web-v1", "shop/web-v2");
  }

  /** Without outlier detection, so that nothing but the Service or its namespace says it. */
  @Test
  void whatAServiceOrItsNamespacePrefersIsNoticed() {
    String plain = rule("connectionPool: {tcp: {maxConnections: 1}}");
    String prefers =
        Meshes.service("cart").replace("spec: {", "spec: {trafficDistribution: 'PreferClose', ");
    assertThat(touched(plain, prefers)).contains("shop/web-v1", "shop/web-v2");
    assertThat(touched(plain, namespace("PreferClose"))).contains("shop/web-v1", "shop/web-v2");
    MeshImage image = Meshes.image(MESH.stream().map(Meshes::json).toList());
    MeshImage alike = with(image, plain, namespace("Nearby"));
    assertThat(preview(alike, with(alike, namespace("PreferSameZone"))).differences()).isNotEmpty();
    assertThat(preview(with(alike, prefers), alike).differences()).isNotEmpty();
    // Nothing but the Service differs, and with it what is read of clients.
    assertThat(preview(alike, with(alike, prefers)).differences())
        .isNotEmpty()
        .noneMatch(Difference::unknown);
  }

  private static String namespace(String distribution) {
    return "{apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop', annotations:"
        + " {'networking.istio.io/traffic-distribution': '"
        + distribution
        + "'}}}";
  }

  @Test
  void labelsOfEndpointsAreNoticed() {
    String order =
        rule(OUTLIERS + ", loadBalancer: {localityLbSetting: {failoverPriority: ['version=v2']}}");
    assertThat(touched(order)).contains("shop/web-v1", "shop/web-v2");
    MeshImage image = with(Meshes.image(MESH.stream().map(Meshes::json).toList()), order);
    String labelled = pod("cart", "v1", "one").replace("{app:", "{version: 'v2', app:");
    assertThat(preview(image, with(image, labelled)).differences()).isNotEmpty();
  }
}
