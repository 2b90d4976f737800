package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How a Gateway speaks to the backends of a Service with a BackendTLSPolicy. */
class BackendSecurityTest {
  private static final String MESH =
      """
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: Gateway
      metadata: {name: gw, namespace: edge}
      spec: {gatewayClassName: c, listeners: [{name: h, port: 80, protocol: HTTP}]}
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: r, namespace: edge}
      spec: {parentRefs: [{name: gw}], rules: [{backendRefs: [{name: s, port: 80}]}]}
      """
          + Meshes.service("edge", "s");

  private static String policy(String name, String target, String validation) {
    return """
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: BackendTLSPolicy
    metadata: {name: NAME, namespace: edge}
    spec:
      targetRefs: [{group: "", kind: Service, TARGET}]
      validation: {hostname: s.example, VALIDATION}
    """
        .replace("NAME", name)
        .replace("TARGET", target)
        .replace("VALIDATION", validation);
  }

  private static final String SYSTEM = "wellKnownCACertificates: System";

  private static Destination destination(String... manifests) {
    var handler =
        (Handler.Http)
            ResolvedMesh.of(Meshes.image(MESH + String.join("", manifests)), Dialect.SPEC)
                .gateway(Meshes.key("Gateway", "edge", "gw"))
                .getFirst()
                .chains()
                .getFirst()
                .handler();
    var forward = (RouteAction.Forward) handler.hosts().getFirst().rules().getFirst().action();
    return forward.destinations().getFirst().destination();
  }

  private static UpstreamTls tls(String... manifests) {
    return Objects.requireNonNull(((Destination.ToService) destination(manifests)).tls());
  }

  @Test
  void aPolicyMakesTheGatewaySpeakTls() {
    assertThat(tls(policy("p", "name: s", SYSTEM)))
        .isEqualTo(new UpstreamTls.ByPolicy("s.example", List.of(), List.of("s.example"), null));
  }

  @Test
  void aPolicyOfThePortGoesBeforeOneOfTheService() {
    String port =
        policy("b", "name: s, sectionName: http", SYSTEM).replace("s.example", "port.example");
    assertThat(tls(policy("a", "name: s", SYSTEM), port).sni()).isEqualTo("port.example");
  }

  @Test
  void ofTwoPoliciesTheFirstByNameActsWhereNoneIsOlder() {
    String second = policy("b", "name: s", SYSTEM).replace("s.example", "b.example");
    assertThat(tls(second, policy("a", "name: s", SYSTEM)).sni()).isEqualTo("s.example");
  }

  @Test
  void alternativeNamesTakeThePlaceOfTheHostname() {
    String names = SYSTEM + ", subjectAltNames: [{type: URI, uri: 'spiffe://a/b'}]";
    assertThat(tls(policy("p", "name: s", names)).subjectAltNames())
        .containsExactly("spiffe://a/b");
  }

  @Test
  void aPolicyWithoutItsAuthorityFailsInsteadOfSpeakingPlainText() {
    String missing = "caCertificateRefs: [{group: '', kind: ConfigMap, name: absent}]";
    assertThat(destination(policy("p", "name: s", missing)))
        .isInstanceOfSatisfying(
            Destination.Invalid.class, invalid -> assertThat(invalid.status()).isEqualTo(500));
  }
}
