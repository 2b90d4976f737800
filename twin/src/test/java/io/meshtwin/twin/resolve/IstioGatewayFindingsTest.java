package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said about Istio's Gateways. */
class IstioGatewayFindingsTest {
  private static final String PROXY =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: gw-0, namespace: istio-system, labels: {istio: ingressgateway}}
      spec: {containers: []}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: gw, namespace: istio-system}
      spec:
        selector: {istio: ingressgateway}
        ports: [{name: http, port: 80, targetPort: 8080}, {name: https, port: 443}]
      ---
      """;

  private static String gateway(String name, String server) {
    return """
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: NAME, namespace: shop}
    spec: {selector: {istio: ingressgateway}, servers: [SERVER]}
    ---
    """
        .replace("NAME", name)
        .replace("SERVER", server);
  }

  private static String http(int port, String host) {
    return "{port: {number: %d, name: http, protocol: HTTP}, hosts: ['%s']}".formatted(port, host);
  }

  private static String https(String host) {
    return "{port: {number: 443, name: https, protocol: HTTPS}, hosts: ['%s'],".formatted(host)
        + " tls: {mode: SIMPLE, credentialName: cert}}";
  }

  private static final String CERT =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: cert, namespace: istio-system}
      type: kubernetes.io/tls
      ---
      """;

  private static List<FindingCode> codes(String mesh) {
    return ResolvedMesh.of(Meshes.image(mesh), Dialect.ISTIO).findings().stream()
        .map(Finding::code)
        .toList();
  }

  @Test
  void aGatewayThatIsServedAsItSaysHasNone() {
    String mesh = PROXY + CERT + gateway("a", http(80, "*")) + gateway("b", https("b.example"));
    assertThat(codes(mesh)).isEmpty();
  }

  @Test
  void aSelectorThatNoWorkloadMeetsIsFound() {
    assertThat(codes(gateway("a", http(80, "*")))).containsExactly(FindingCode.GATEWAY_UNSERVED);
  }

  @Test
  void aSecretMustBeBesideTheProxies() {
    String elsewhere = CERT.replace("istio-system", "shop");
    assertThat(codes(PROXY + elsewhere + gateway("a", https("a.example"))))
        .containsExactly(FindingCode.GATEWAY_WITHOUT_CREDENTIAL);
  }

  @Test
  void manifestsWithoutAnySecretLeaveThemToOthers() {
    assertThat(codes(PROXY + gateway("a", https("a.example")))).isEmpty();
  }

  @Test
  void aPortThatNoServiceLeadsToIsFound() {
    assertThat(codes(PROXY + gateway("a", http(81, "*"))))
        .containsExactly(FindingCode.GATEWAY_PORT_NOT_ON_SERVICE);
    assertThat(codes(PROXY + gateway("a", http(8080, "*")))).isEmpty();
  }

  @Test
  void theLaterOfTwoServersWithOneHostInTlsIsLeftOut() {
    String mesh =
        PROXY + CERT + gateway("a", https("a.example")) + gateway("b", https("a.example"));
    assertThat(codes(mesh))
        .containsExactlyInAnyOrder(FindingCode.SERVER_SKIPPED, FindingCode.CERTIFICATE_SHARED);
  }

  @Test
  void aHostOrAGatewayThatIsNotThereIsFoundAtItsVirtualService() {
    String service =
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: web, namespace: shop}
        spec:
          hosts: [a.example, b.example]
          gateways: [a, other/nowhere]
          http: [{route: [{destination: {host: web}}]}]
        """;
    assertThat(codes(PROXY + gateway("a", http(80, "a.example")) + service))
        .contains(FindingCode.HOST_NOT_ON_GATEWAY, FindingCode.GATEWAY_NOT_FOUND);
  }

  @Test
  void aHostForAnotherNamespaceIsNotThere() {
    String service =
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: web, namespace: shop}
        spec:
          hosts: [a.example]
          gateways: [a]
          http: [{route: [{destination: {host: web}}]}]
        """;
    assertThat(codes(PROXY + gateway("a", http(80, "other/a.example")) + service))
        .contains(FindingCode.HOST_NOT_ON_GATEWAY);
    assertThat(codes(PROXY + gateway("a", http(80, "./a.example")) + service))
        .doesNotContain(FindingCode.HOST_NOT_ON_GATEWAY);
  }
}
