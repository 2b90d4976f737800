package io.meshtwin.simulator.diff;

import static io.meshtwin.simulator.Chains.https;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Chains;
import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What of a route or a listener is neither path nor backend, and yet behaviour. */
class NothingIsLostTest {
  private static final String LISTENERS =
      "[{name: 'http', port: 80, protocol: 'HTTP'}, "
          + https("https", "shop.example", "shop-tls")
          + "]";

  @Test
  void aMirrorIsADifference() {
    String mirror =
        "filters: [{type: 'RequestMirror', requestMirror: {backendRef: {name: 'other', port:"
            + " 80}}}],";
    Preview preview = preview(mesh(LISTENERS, ""), mesh(LISTENERS, mirror));
    assertThat(preview.severity()).contains(Impact.REROUTES);
    assertThat(preview.unknown()).isZero();
  }

  @Test
  void retriesAreADifference() {
    Preview preview =
        preview(mesh(LISTENERS, ""), mesh(LISTENERS, "retry: {attempts: 2, codes: [503]},"));
    assertThat(preview.severity()).contains(Impact.TUNES);
    assertThat(preview.unknown()).isZero();
  }

  @Test
  void aCorsPolicyIsADifferenceAndItsWitnessIsOfAnotherOrigin() {
    Preview preview =
        preview(
            mesh(LISTENERS, cors("https://a.example")), mesh(LISTENERS, cors("https://b.test")));
    assertThat(preview.differences()).isNotEmpty();
    for (Difference difference : preview.differences()) {
      Difference.Outcome.Changed changed = Objects.requireNonNull(difference.changed());
      assertThat(changed.witness().request().headers().values()).containsKey("origin");
      assertThat(answer(changed.before())).isNotEqualTo(answer(changed.after()));
    }
  }

  @Test
  void anotherCertificateIsADifferenceOfItsConnections() {
    String other = LISTENERS.replace("shop-tls", "other-tls");
    Preview preview = preview(mesh(LISTENERS, ""), mesh(other, ""));
    assertThat(preview.differences()).hasSize(1);
    assertThat(preview.differences().getFirst().requests()).contains("TLS for shop.example");
  }

  @Test
  void aHostThatIsServedInTlsNoMoreBreaks() {
    Preview preview =
        preview(mesh(LISTENERS, ""), mesh("[{name: 'http', port: 80, protocol: 'HTTP'}]", ""));
    assertThat(preview.severity()).contains(Impact.BREAKS);
  }

  @Test
  void aGrpcRouteOfClientsWithoutWorkloadsIsADifferenceForThem() {
    String consumer =
        "{apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GRPCRoute', metadata: {name: 'mine',"
            + " namespace: 'clients'}, spec: {parentRefs: [{group: '', kind: 'Service', name:"
            + " 'cart', namespace: 'shop'}], rules: [{matches: [{method: {service: 'a.B'}}],"
            + " backendRefs: [{name: 'cart', namespace: 'shop', port: 80}]}]}}";
    ResolvedMesh before = Meshes.mesh(Meshes.service("cart"), Meshes.workload("cart"));
    ResolvedMesh after = Meshes.mesh(Meshes.service("cart"), Meshes.workload("cart"), consumer);
    assertThat(preview(before, after).differences())
        .isNotEmpty()
        .allSatisfy(
            difference -> assertThat(difference.clients().words()).contains("namespace clients"));
  }

  @Test
  void nothingIsNoDifference() {
    ResolvedMesh mesh = mesh(LISTENERS, cors("https://a.example"));
    assertThat(preview(mesh, mesh).differences()).isEmpty();
  }

  private static String answer(Verdict verdict) {
    return verdict.kind() + " " + verdict.response();
  }

  private static Preview preview(ResolvedMesh before, ResolvedMesh after) {
    return Differ.preview(before, after);
  }

  private static String cors(String origin) {
    return "filters: [{type: 'CORS', cors: {allowOrigins: ['" + origin + "']}}],";
  }

  private static ResolvedMesh mesh(String listeners, String rule) {
    var objects = new ArrayList<String>(Chains.gateway(listeners));
    for (String name : List.of("cart", "other")) {
      objects.add(Meshes.service(name));
      objects.add(Meshes.workload(name));
    }
    String spec = "rules: [{" + rule + " backendRefs: [{name: 'cart', port: 80}]}]";
    objects.add(Chains.route("HTTPRoute", "cart", spec));
    return Meshes.mesh(objects.toArray(String[]::new));
  }
}
