package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** MT0502 where a client really follows the rule, and nowhere else. */
class TlsConflictFindingsTest {
  private static final String MESH =
      """
      ---
      {apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh: ""}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: stock, namespace: shop}
      spec: {selector: {app: stock}, ports: [{name: http, port: 80}, {name: more, port: 81}]}
      ---
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata: {name: strict, namespace: shop}
      spec: {mtls: {mode: STRICT}}
      """;

  private static String pod(String namespace, String name) {
    return """
    ---
    apiVersion: v1
    kind: Pod
    metadata:
      name: NAME-0
      namespace: NS
      labels: {app: NAME, version: v1, security.istio.io/tlsMode: istio}
      annotations: {sidecar.istio.io/status: '{}'}
    spec: {containers: [{name: a, ports: [{containerPort: 80}, {containerPort: 81}]}]}
    status: {podIP: 10.0.0.1}
    """
        .replace("NAME", name)
        .replace("NS", namespace);
  }

  private static String rule(String namespace, String name, String spec) {
    return """
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: NAME, namespace: NS}
    spec: {SPEC}
    """
        .replace("NAME", name)
        .replace("NS", namespace)
        .replace("SPEC", spec);
  }

  private static final String HOST = "host: stock.shop.svc.cluster.local, ";
  private static final String PLAIN = "trafficPolicy: {tls: {mode: DISABLE}}";

  private static List<String> found(String... rules) {
    String all = MESH + pod("shop", "stock") + pod("web", "web") + String.join("", rules);
    return ResolvedMesh.of(Meshes.image(all), Dialect.ISTIO).findings().stream()
        .filter(finding -> finding.code() == FindingCode.MTLS_CONFLICT)
        .map(TlsConflictFindingsTest::words)
        .sorted()
        .toList();
  }

  private static String words(Finding finding) {
    return finding.resource().qualifiedName() + " " + finding.field();
  }

  @Test
  void aRuleOfTheClientsTheServicesOrTheRootNamespaceIsFollowed() {
    for (String namespace : List.of("web", "shop", "istio-system")) {
      assertThat(found(rule(namespace, "r", HOST + PLAIN)))
          .containsExactly(namespace + "/r spec.trafficPolicy.tls.mode");
    }
    assertThat(found(rule("else", "r", HOST + PLAIN))).isEmpty();
  }

  @Test
  void wildcardsCoverTheirHosts() {
    String wide = "host: '*.shop.svc.cluster.local', " + PLAIN;
    assertThat(found(rule("istio-system", "r", wide))).hasSize(1);
    assertThat(found(rule("istio-system", "r", wide.replace("shop", "other")))).isEmpty();
  }

  /** The exact host goes before the wildcard, the client's namespace before the service's. */
  @Test
  void aRuleThatNoClientFollowsIsInNobodysWay() {
    String mutual = HOST + "trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}";
    String wide = rule("shop", "wide", "host: '*.shop.svc.cluster.local', " + PLAIN);
    assertThat(found(wide, rule("shop", "exact", mutual))).isEmpty();
    String root = rule("istio-system", "r", HOST + PLAIN);
    assertThat(found(root, rule("web", "own", mutual)))
        .containsExactly("istio-system/r spec.trafficPolicy.tls.mode");
    assertThat(found(root, rule("web", "own", mutual), rule("shop", "own", mutual))).isEmpty();
    assertThat(found(rule("istio-system", "r", HOST + PLAIN + ", exportTo: ['.']"))).isEmpty();
    String selected = ", workloadSelector: {matchLabels: {app: nobody}}";
    assertThat(found(rule("web", "r", HOST + PLAIN + selected))).isEmpty();
    assertThat(found(rule("web", "r", HOST + PLAIN + selected.replace("nobody", "web"))))
        .hasSize(1);
  }

  @Test
  void portsAndSubsetsSayTheirOwn() {
    String ports =
        "trafficPolicy: {tls: {mode: ISTIO_MUTUAL}, portLevelSettings: [{port: {number: PORT},"
            + " tls: {mode: DISABLE}}]}";
    assertThat(found(rule("web", "r", HOST + ports.replace("PORT", "81"))))
        .containsExactly("web/r spec.trafficPolicy.portLevelSettings[0].tls.mode");
    assertThat(found(rule("web", "r", HOST + ports.replace("PORT", "82")))).isEmpty();
    String subsets = "subsets: [{name: one, labels: {version: v1}, " + PLAIN + "}]";
    assertThat(found(rule("web", "r", HOST + subsets)))
        .containsExactly("web/r spec.subsets[0].trafficPolicy.tls.mode");
    assertThat(found(rule("web", "r", HOST + subsets.replace("v1", "v2")))).isEmpty();
  }
}
