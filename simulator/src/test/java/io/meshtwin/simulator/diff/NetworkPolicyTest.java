package io.meshtwin.simulator.diff;

import static io.meshtwin.simulator.Meshes.mesh;
import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.flow.Verdict;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NetworkPolicyTest {
  private static final String DENY = "podSelector: {}, policyTypes: ['Ingress']";

  @Test
  void aDefaultDenyBreaks() {
    Preview preview = adding(DENY);
    assertThat(preview.severity()).contains(Impact.BREAKS);
    assertThat(preview.unknown()).isZero();
    assertThat(preview.differences())
        .isNotEmpty()
        .allSatisfy(difference -> {
          Outcome.Changed changed = Objects.requireNonNull(difference.changed());
          assertThat(changed.after().kind()).isEqualTo(Verdict.Kind.UNREACHABLE);
          assertThat(changed.after().reason()).isEqualTo("network_policy");
          assertThat(changed.after().status()).isEqualTo(503);
          assertThat(changed.after().flags()).isEqualTo("UF");
        });
  }

  @Test
  void theCauseIsThePolicy() {
    assertThat(adding(DENY).differences().getFirst().cause())
        .extracting(cause -> cause.resource().toString())
        .contains("NetworkPolicy shop/p");
  }

  @Test
  void clientsThatAPolicyTellsApartAreGroupsOfTheirOwn() {
    String rule =
        "podSelector: {matchLabels: {app: 'cart'}}, ingress: [{from: [{podSelector: {matchLabels:"
            + " {app: 'pay'}}}]}]";
    assertThat(adding(rule).differences())
        .isNotEmpty()
        .allSatisfy(
            difference -> assertThat(difference.clients().examples()).doesNotContain("shop/pay"));
  }

  @Test
  void aPolicyThatAllowsEverythingChangesNothing() {
    assertThat(adding("podSelector: {}, ingress: [{}]").differences()).isEmpty();
  }

  private static Preview adding(String spec) {
    String policy =
        "{apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name: 'p',"
            + " namespace: 'shop'}, spec: {"
            + spec
            + "}}";
    return Differ.preview(
        mesh(service("cart"), workload("cart"), workload("pay")),
        mesh(service("cart"), workload("cart"), workload("pay"), policy));
  }
}
