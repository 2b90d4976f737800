package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Istio's objects choose proxies by where they are, as istiod labels them. */
class SelectorsByPlaceTest {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String CLUSTER = "topology.istio.io/cluster";
  private static final String HOSTNAME = "kubernetes.io/hostname";

  /** A client on a Node of zone a, one on a Node of zone b, and one that a template makes. */
  private static final String MESH =
      Meshes.service("shop", "cart")
          + node("one", ZONE + ": a")
          + node("two", ZONE + ": b")
          + node("bare", "team: a")
          + pod("a", "one")
          + pod("b", "two")
          + pod("c", "bare");

  private static String node(String name, String label) {
    return "---\napiVersion: v1\nkind: Node\nmetadata: {name: %s, labels: {%s}}\n"
        .formatted(name, label);
  }

  private static String pod(String name, String node) {
    return """
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, namespace: shop, labels: {app: web}}
    spec: {nodeName: %s, containers: [{name: app}]}
    """
        .formatted(name, node);
  }

  private static String object(String group, String kind, String spec) {
    return """
    ---
    apiVersion: %s.istio.io/v1
    kind: %s
    metadata: {name: one, namespace: shop}
    spec: {%s}
    """
        .formatted(group, kind, spec);
  }

  private static ResolvedMesh mesh(String objects) {
    return ResolvedMesh.of(Meshes.image(MESH + objects), Dialect.ISTIO);
  }

  private static Workload workload(ResolvedMesh mesh, String name) {
    return Objects.requireNonNull(mesh.workload("local", "shop/" + name));
  }

  private static Handler met(ResolvedMesh mesh, ClientScope client) {
    var port = new ServicePort(Meshes.key("Service", "shop", "cart"), 80);
    Listener listener = Objects.requireNonNull(mesh.outbound(client, port));
    return listener.chains().getFirst().handler();
  }

  /** What is done with requests to cart, rule by rule. */
  private static List<String> rules(ResolvedMesh mesh, ClientScope client) {
    Handler handler = met(mesh, client);
    return handler instanceof Handler.Http http
        ? http.hosts().stream()
            .filter(host -> host.name().startsWith("cart"))
            .flatMap(host -> host.rules().stream())
            .map(rule -> rule.action().getClass().getSimpleName())
            .toList()
        : List.of(handler.getClass().getSimpleName());
  }

  private static Stream<FindingCode> codes(ResolvedMesh mesh) {
    return mesh.findings().stream().map(Finding::code);
  }

  @Test
  void sourceLabelsAreThoseOfTheProxy() {
    ResolvedMesh mesh =
        mesh(
            object(
                "networking",
                "VirtualService",
                "hosts: [cart], http: [{match: [{sourceLabels: {"
                    + ZONE
                    + ": a}}], redirect: {uri: /x}}, {route: [{destination: {host: cart}}]}]"));
    assertThat(rules(mesh, mesh.scope(workload(mesh, "a")))).containsExactly("Redirect");
    assertThat(rules(mesh, mesh.scope(workload(mesh, "b")))).containsExactly("Forward");
    // Its Node says nothing, and then the proxy itself does.
    assertThat(rules(mesh, mesh.scope(workload(mesh, "c")))).containsExactly("Unmodelled");
    assertThat(rules(mesh, mesh.scope(workload(mesh, "cart-v1")))).containsExactly("Unmodelled");
  }

  @Test
  void onlyRequestsThatARuleOfAnUnknownPlaceWouldTakeAreUnknown() {
    ResolvedMesh mesh =
        mesh(
            object(
                "networking",
                "VirtualService",
                "hosts: [cart], http: [{match: [{uri: {prefix: /x}, sourceLabels: {"
                    + CLUSTER
                    + ": east}}], redirect: {uri: /y}}, {route: [{destination: {host: cart}}]}]"));
    assertThat(rules(mesh, mesh.scope(workload(mesh, "a"))))
        .containsExactly("Unmodelled", "Forward");
  }

  @Test
  void aClientThatIsKnownByItsLabelsHasTheOnesThatItSays() {
    ResolvedMesh mesh =
        mesh(
            object(
                "networking",
                "VirtualService",
                "hosts: [cart], http: [{match: [{sourceLabels: {"
                    + ZONE
                    + ": a}}], redirect: {uri: /x}}]"));
    var said = new TreeMap<>(java.util.Map.of(ZONE, "a"));
    assertThat(rules(mesh, mesh.scope("local", "shop", said))).containsExactly("Redirect");
    assertThat(rules(mesh, mesh.scope("local", "shop", new TreeMap<>())))
        .containsExactly("Unmodelled");
  }

  @Test
  void aDestinationRuleOfAPlaceIsForClientsThere() {
    ResolvedMesh mesh =
        mesh(
            object(
                "networking",
                "DestinationRule",
                "host: cart, workloadSelector: {matchLabels: {"
                    + HOSTNAME
                    + ": one}}, trafficPolicy: {tls: {mode: SIMPLE, caCertificates: /a}}"));
    assertThat(met(mesh, mesh.scope(workload(mesh, "a"))).toString()).contains("/a");
    assertThat(met(mesh, mesh.scope(workload(mesh, "b"))).toString()).doesNotContain("/a");
    assertThat(rules(mesh, mesh.scope(workload(mesh, "cart-v1")))).containsExactly("Unmodelled");
  }

  @Test
  void aSidecarOfAPlaceIsForClientsThere() {
    ResolvedMesh mesh =
        mesh(
            object(
                "networking",
                "Sidecar",
                "workloadSelector: {labels: {" + ZONE + ": a}}, egress: [{hosts: ['~/*']}]"));
    assertThat(rules(mesh, mesh.scope(workload(mesh, "a"))))
        .doesNotContain("Forward", "Unmodelled");
    assertThat(rules(mesh, mesh.scope(workload(mesh, "b")))).containsExactly("Forward");
    assertThat(rules(mesh, mesh.scope(workload(mesh, "c")))).containsExactly("Unmodelled");
    assertThat(codes(mesh)).doesNotContain(FindingCode.SIDECAR_SELECTS_NOTHING);
  }

  @Test
  void aPolicyOfAPlaceIsForWorkloadsThere() {
    ResolvedMesh mesh =
        mesh(
            object(
                "security",
                "PeerAuthentication",
                "selector: {matchLabels: {" + ZONE + ": a}}, mtls: {mode: STRICT}"));
    assertThat(inbound(mesh, "a").mode()).isEqualTo(Inbound.Mode.STRICT);
    assertThat(inbound(mesh, "b").mode()).isEqualTo(Inbound.Mode.PERMISSIVE);
    assertThat(inbound(mesh, "b").caveats()).isEmpty();
    assertThat(inbound(mesh, "c").caveats()).isNotEmpty();
    assertThat(codes(mesh)).doesNotContain(FindingCode.POLICY_SELECTS_NOTHING);
  }

  private static Inbound inbound(ResolvedMesh mesh, String name) {
    return Objects.requireNonNull(mesh.inbound(workload(mesh, name), 8080));
  }
}
