package io.meshtwin.twin.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.ResourceState;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the CRDs of Gateway, ListenerSet and BackendTLSPolicy refuse is a finding at its field. */
class GatewayValidationTest {
  /** The fields of a manifest that are not valid. */
  private static List<String> invalid(String kind, String spec) {
    String manifest =
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: KIND
        metadata: {name: x, namespace: edge}
        spec: {SPEC}
        """
            .replace("KIND", kind)
            .replace("SPEC", spec);
    ResourceState state = Meshes.image(manifest).state(Meshes.key(kind, "edge", "x"));
    return Objects.requireNonNull(state).findings().stream()
        .filter(finding -> finding.code() == FindingCode.INVALID_FIELD)
        .map(Finding::field)
        .toList();
  }

  private static List<String> ofListeners(String listeners) {
    return invalid("Gateway", "gatewayClassName: c, listeners: [" + listeners + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{name: a, port: 0, protocol: HTTP} | spec.listeners[0].port",
        "{name: a, protocol: HTTP} | spec.listeners[0].port",
        "{name: a, port: 80} | spec.listeners[0].protocol",
        "{name: A_B, port: 80, protocol: HTTP} | spec.listeners[0].name",
        "{name: a, port: 80, protocol: HTTP, hostname: 'a..b'} | spec.listeners[0].hostname",
        "{name: a, port: 80, protocol: TCP, hostname: a.example} | spec.listeners[0].hostname",
        "{name: a, port: 80, protocol: TLS} | spec.listeners[0].tls",
        "{name: a, port: 80, protocol: HTTP, tls: {options: {a: b}}} | spec.listeners[0].tls",
        "{name: a, port: 80, protocol: HTTPS, tls: {mode: Passthrough}}"
            + " | spec.listeners[0].tls.mode",
        "{name: a, port: 80, protocol: HTTPS, tls: {}} | spec.listeners[0].tls.certificateRefs",
        "{name: a, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: Some}}}"
            + " | spec.listeners[0].allowedRoutes.namespaces.from",
      })
  void aListenerThatTheSchemaRefusesIsFoundAtItsField(String listener, String field) {
    assertThat(ofListeners(listener)).containsExactly(field);
  }

  @Test
  void aNameAndAPlaceAreThereOnce() {
    String twice = "{name: a, port: 80, protocol: HTTP}, {name: a, port: 80, protocol: HTTP}";
    assertThat(ofListeners(twice)).containsExactly("spec.listeners[1].name", "spec.listeners[1]");
  }

  @Test
  void aListenerSetIsHeldToTheSameRules() {
    String set = "parentRef: {name: gw}, listeners: [{name: a, port: 80, protocol: TLS}]";
    assertThat(invalid("ListenerSet", set)).containsExactly("spec.listeners[0].tls");
  }

  @Test
  void aPolicyNamesAuthoritiesInOneWay() {
    String target = "targetRefs: [{group: '', kind: Service, name: s}], ";
    assertThat(invalid("BackendTLSPolicy", target + "validation: {hostname: a.example}"))
        .containsExactly("spec.validation.caCertificateRefs");
  }

  @Test
  void aPortHasOneWayToCheckClients() {
    String checks = "{port: 443, tls: {}}";
    String tls = "tls: {frontend: {default: {}, perPort: [" + checks + ", " + checks + "]}}";
    String gateway =
        "gatewayClassName: c, listeners: [{name: a, port: 80, protocol: HTTP}], " + tls;
    assertThat(invalid("Gateway", gateway)).containsExactly("spec.tls.frontend.perPort[1].port");
  }
}
