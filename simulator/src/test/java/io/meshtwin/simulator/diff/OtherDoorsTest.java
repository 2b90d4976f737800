package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Rules that lead to other workloads, which let in other requests: each part is told. */
class OtherDoorsTest {
  private static String to(String backend) {
    return "route: [{destination: {host: '" + backend + "'}}]";
  }

  private static ResolvedMesh mesh(String rule, String... policies) {
    var objects =
        new ArrayList<>(
            List.of(
                Meshes.service("cart"),
                Meshes.workload("cart"),
                Meshes.service("pay"),
                Meshes.workload("pay"),
                "{apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {name:"
                    + " 'cart', namespace: 'shop'}, spec: {hosts: ['cart'], http: [{"
                    + rule
                    + "}]}}"));
    objects.addAll(List.of(policies));
    return ResolvedMesh.of(
        Meshes.image(objects.stream().map(Meshes::json).toList()), Dialect.ISTIO);
  }

  private static String allowing(String app, String path) {
    return "{apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: {name: '"
        + app
        + "', namespace: 'shop'}, spec: {selector: {matchLabels: {app: '"
        + app
        + "'}}, rules: [{to: [{operation: {paths: ['"
        + path
        + "']}}]}]}}";
  }

  /** How much each difference matters, and the path that shows it. */
  private static List<Difference> rerouted(String... policies) {
    Function<String, ResolvedMesh> to = backend -> mesh(to(backend), policies);
    return Differ.preview(to.apply("cart"), to.apply("pay")).differences();
  }

  private static String path(Difference difference) {
    return Objects.requireNonNull(difference.changed()).witness().request().path();
  }

  @Test
  void whatTheNewWorkloadRefusesBreaks() {
    assertThat(rerouted(allowing("pay", "/")))
        .extracting(Difference::impact, OtherDoorsTest::path)
        .containsExactly(tuple(Impact.BREAKS, "/x"), tuple(Impact.REROUTES, "/"));
  }

  @Test
  void whatOnlyTheOldOneRefusedWeakensSecurity() {
    assertThat(rerouted(allowing("cart", "/")))
        .extracting(Difference::impact, OtherDoorsTest::path)
        .containsExactly(tuple(Impact.WEAKENS_SECURITY, "/x"), tuple(Impact.REROUTES, "/"));
  }

  @Test
  void whatBothRefuseIsNotTold() {
    assertThat(rerouted(allowing("cart", "/old*"), allowing("pay", "/new*")))
        .extracting(Difference::impact)
        .containsExactly(Impact.BREAKS, Impact.WEAKENS_SECURITY);
  }

  @Test
  void whereNobodyIsLetInItBreaksForAll() {
    assertThat(
            rerouted(
                allowing("pay", "/").replace("rules: [{to", "action: 'DENY', rules: [{}, {to")))
        .extracting(Difference::impact)
        .containsExactly(Impact.BREAKS);
  }

  @Test
  void whatWasRefusedIsToldApartWhereAFaultEndsAllOfIt() {
    String fault = to("cart") + ", fault: {abort: {httpStatus: 503, percentage: {value: 100}}}";
    String policy = allowing("cart", "/");
    assertThat(Differ.preview(mesh(to("cart"), policy), mesh(fault, policy)).differences())
        .extracting(OtherDoorsTest::path)
        .containsExactlyInAnyOrder("/x", "/");
  }

  @Test
  void whatAnotherPolicyStillLetsInIsToldWhereRulesTuneIt() {
    String tuned =
        "{apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: {name: 'cart',"
            + " namespace: 'shop'}, spec: {host: 'cart', trafficPolicy: {connectionPool: {http:"
            + " {useClientProtocol: true}}}}}";
    ResolvedMesh after = mesh(to("cart"), allowing("cart", "/"), tuned);
    assertThat(Differ.preview(mesh(to("cart")), after).differences())
        .extracting(Difference::impact, OtherDoorsTest::path)
        .contains(tuple(Impact.BREAKS, "/x"), tuple(Impact.TUNES, "/"));
  }

  @Test
  void theSamePoliciesBeforeBothTellOneDifference() {
    assertThat(rerouted(allowing("cart", "/a*"), allowing("pay", "/a*")))
        .extracting(Difference::impact)
        .containsExactly(Impact.REROUTES);
  }
}
