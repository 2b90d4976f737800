package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Policies that read Host are compared for every name by which clients may ask. */
class HostPoliciesTest {
  private static final String POD =
      "{apiVersion: 'v1', kind: 'Pod', metadata: {name: '%s-0', namespace: 'shop', labels:"
          + " {app: '%s', 'security.istio.io/tlsMode': 'istio'}, annotations:"
          + " {'sidecar.istio.io/status': '{}'}}, status: {podIP: '10.0.0.%d', phase: 'Running',"
          + " conditions: [{type: 'Ready', status: 'True'}]}}";

  private static ResolvedMesh mesh(String host) {
    String service =
        "{apiVersion: 'v1', kind: 'Service', metadata: {name: 'cart', namespace: 'shop'}, spec:"
            + " {selector: {app: 'cart'}, ports: [{name: 'http', port: 80}]}}";
    String policy =
        "{apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: {name: 'names',"
            + " namespace: 'shop'}, spec: {selector: {matchLabels: {app: 'cart'}}, action: 'ALLOW',"
            + " rules: [{to: [{operation: {hosts: ['%s']}}]}]}}".formatted(host);
    Stream<String> all =
        Stream.of(
            service, POD.formatted("cart", "cart", 1), POD.formatted("web", "web", 2), policy);
    return ResolvedMesh.of(Meshes.image(all.map(Meshes::json).toList()), Dialect.ISTIO);
  }

  @Test
  void whoAsksByAnotherNameIsToldOf() {
    List<Difference> differences = Differ.preview(mesh("cart.shop"), mesh("cart")).differences();
    // For those with a sidecar, and those without: one name is let in no more, another one is.
    assertThat(differences.stream().map(HostPoliciesTest::host))
        .contains("cart.shop", "cart")
        .doesNotContain("cart.shop.svc.cluster.local");
    assertThat(differences).allSatisfy(d -> assertThat(d.changed()).isNotNull());
  }

  @Test
  void namesThatPoliciesDoNotTellApartAreNoDifference() {
    assertThat(Differ.preview(mesh("cart*"), mesh("cart*")).differences()).isEmpty();
    // Nobody's name ends so, but a client without a sidecar may write what it wants.
    assertThat(Differ.preview(mesh("*.example"), mesh("*.example.com")).differences())
        .isNotEmpty()
        .allSatisfy(d -> assertThat(d.clients().words()).contains("without a sidecar"));
  }

  /** Rules take what policies refuse to clients of one namespace, who mean another host by Host. */
  @Test
  void clientsWhoMeanAnotherHostByANameAreTriedByOneThatAllShare() {
    List<Difference> differences =
        Differ.preview(routed("subset: 'none'"), routed("port: {number: 80}")).differences();
    assertThat(differences.stream().map(Difference::changed).filter(Objects::nonNull))
        .anyMatch(changed -> changed.after().kind() == Verdict.Kind.FORWARDED)
        .anyMatch(changed -> changed.after().kind() == Verdict.Kind.REJECTED);
  }

  private static ResolvedMesh routed(String destination) {
    String rules =
        "{apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {name: 'cart',"
            + " namespace: 'shop'}, spec: {hosts: ['cart'], http: [{match: [{authority: {prefix:"
            + " 'c'}}], route: [{destination: {host: 'cart', "
            + destination
            + "}}]}]}}";
    String policy =
        "{apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: {name: 'far',"
            + " namespace: 'shop'}, spec: {action: 'DENY', rules: [{from: [{source: {namespaces:"
            + " ['zoo']}}]}]}}";
    String service =
        "{apiVersion: 'v1', kind: 'Service', metadata: {name: 'cart', namespace: 'shop'}, spec:"
            + " {selector: {app: 'cart'}, ports: [{name: 'http', port: 80}]}}";
    String web = POD.formatted("web", "web", 2);
    Stream<String> all =
        Stream.of(
            service,
            service.replace("'shop'", "'zoo'"),
            POD.formatted("cart", "cart", 1),
            web,
            web.replace("'shop'", "'zoo'"),
            rules,
            policy);
    return ResolvedMesh.of(Meshes.image(all.map(Meshes::json).toList()), Dialect.ISTIO);
  }

  private static String host(Difference difference) {
    return Objects.requireNonNull(difference.changed()).witness().request().authority();
  }
}
