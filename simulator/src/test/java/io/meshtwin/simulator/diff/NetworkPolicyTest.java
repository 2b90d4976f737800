package io.meshtwin.simulator.diff;

import static io.meshtwin.simulator.Meshes.mesh;
import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.flow.Copy;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.Map;
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

  /** The client's proxy chooses closed endpoints too, and does not try again. */
  @Test
  void ofACopyIsLostWhatGoesToClosedEndpoints() {
    String mirrored =
        Meshes.route(
            "[{filters: [{type: 'RequestMirror', requestMirror: {backendRef: {name: 'pay', port:"
                + " 80}}}], backendRefs: [{name: 'cart', port: 80}]}]");
    String other = workload("pay").replace("name: 'pay'", "name: 'other'");
    String closed =
        policy("podSelector: {matchLabels: {app: 'pay'}}, policyTypes: ['Ingress']")
            .replace("app: 'pay'", "only: 'other'");
    ResolvedMesh mesh =
        mesh(
            service("cart"),
            service("pay"),
            workload("cart"),
            workload("pay"),
            other.replace("labels: {", "labels: {only: 'other', "),
            mirrored,
            closed);
    Verdict verdict = new Simulator(mesh).verdict(Meshes.get("cart.shop", "/", Map.of()));
    assertThat(verdict.copies()).hasSize(1);
    Copy copy = verdict.copies().getFirst();
    assertThat(copy.fraction()).isEqualTo(0.5);
    assertThat(copy.closed()).isEqualTo(0.5);
    assertThat(copy.target().workloads()).containsOnlyKeys("shop/pay");
  }

  private static Preview adding(String spec) {
    return Differ.preview(
        mesh(service("cart"), workload("cart"), workload("pay")),
        mesh(service("cart"), workload("cart"), workload("pay"), policy(spec)));
  }

  private static String policy(String spec) {
    return "{apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name: 'p',"
        + " namespace: 'shop'}, spec: {"
        + spec
        + "}}";
  }
}
