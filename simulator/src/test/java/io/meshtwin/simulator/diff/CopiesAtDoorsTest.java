package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.flow.Copy;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Copies of requests come to doors too: a difference is what somebody takes. */
class CopiesAtDoorsTest {
  private static final String EVERYTHING = "{}";
  private static final String CLOSED = "{to: [{operation: {paths: ['/closed']}}]}";

  private static ResolvedMesh mesh(boolean mirrored, String... denials) {
    return mesh("cart", mirrored, denials);
  }

  private static ResolvedMesh mesh(String backend, boolean mirrored, String... denials) {
    var objects = new ArrayList<String>();
    for (String name : List.of("cart", "pay", "web")) {
      objects.add(Meshes.service(name));
      objects.add(Meshes.workload(name));
    }
    objects.add(rule(backend, mirrored));
    for (String denial : denials) {
      objects.add(denial("app: 'pay'", denial));
    }
    return mesh(objects);
  }

  private static ResolvedMesh mesh(List<String> objects) {
    return ResolvedMesh.of(
        Meshes.image(objects.stream().map(Meshes::json).toList()), Dialect.ISTIO);
  }

  private static String rule(String backend, boolean mirrored) {
    return "{apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {name: 'cart',"
        + " namespace: 'shop'}, spec: {hosts: ['cart'], http: [{route: [{destination: {host: '"
        + backend
        + "'}}]"
        + (mirrored ? ", mirror: {host: 'pay'}" : "")
        + "}]}}";
  }

  private static String denial(String labels, String rule) {
    return "{apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: {name:"
        + " 'copies', namespace: 'shop'}, spec: {selector: {matchLabels: {"
        + labels
        + "}}, action: 'DENY', rules: ["
        + rule
        + "]}}";
  }

  private static List<Difference> atCart(ResolvedMesh before, ResolvedMesh after) {
    return Differ.preview(before, after).differences().stream()
        .filter(difference -> difference.destination().toString().contains("cart"))
        .toList();
  }

  private static Outcome.Changed changed(Difference difference) {
    return Objects.requireNonNull(difference.changed());
  }

  @Test
  void aCopyThatIsRefusedFromNowOnIsToldOf() {
    List<Difference> differences = atCart(mesh(true), mesh(true, EVERYTHING));
    assertThat(differences).hasSize(1);
    assertThat(differences.getFirst().impact()).isEqualTo(Impact.REROUTES);
    assertThat(changed(differences.getFirst()).before().copies()).hasSize(1);
    assertThat(changed(differences.getFirst()).after().copies()).isEmpty();
  }

  @Test
  void aCopyThatIsLetInFromNowOnWeakensSecurity() {
    assertThat(atCart(mesh(true, EVERYTHING), mesh(true)))
        .extracting(Difference::impact)
        .containsExactly(Impact.WEAKENS_SECURITY);
  }

  @Test
  void aNewCopyThatNobodyTakesIsNoDifference() {
    assertThat(atCart(mesh(false, EVERYTHING), mesh(true, EVERYTHING))).isEmpty();
  }

  @Test
  void aNewCopyIsShownByARequestWhoseCopyIsTaken() {
    List<Difference> differences = atCart(mesh(false, CLOSED), mesh(true, CLOSED));
    assertThat(differences).hasSize(1);
    assertThat(changed(differences.getFirst()).after().copies()).hasSize(1);
    // The first request that comes to mind is the one whose copy is refused.
    String root = CLOSED.replace("/closed", "/");
    assertThat(changed(atCart(mesh(false, root), mesh(true, root)).getFirst()).after().copies())
        .hasSize(1);
  }

  @Test
  void noCopyIsMadeOfWhatNobodyGets() {
    assertThat(atCart(mesh("gone", true), mesh("gone", true, EVERYTHING))).isEmpty();
  }

  @Test
  void ofTwoEndpointsOneMayRefuseItsPart() {
    String old =
        Meshes.workload("pay")
            .replace("metadata: {name: 'pay'", "metadata: {name: 'old'")
            .replace("labels: {", "labels: {is: 'old', ");
    Function<String, ResolvedMesh> refusedBy =
        which ->
            mesh(
                List.of(
                    Meshes.service("cart"),
                    Meshes.workload("cart"),
                    Meshes.service("pay"),
                    Meshes.workload("pay"),
                    old,
                    rule("cart", true),
                    denial("is: '" + which + "'", EVERYTHING)));
    List<Difference> differences = atCart(refusedBy.apply("nobody"), refusedBy.apply("old"));
    assertThat(differences).extracting(Difference::impact).containsExactly(Impact.REROUTES);
    Outcome.Changed changed = changed(differences.getFirst());
    assertThat(changed.before().copies()).extracting(Copy::fraction).containsExactly(1.0);
    assertThat(changed.after().copies()).extracting(Copy::fraction).containsExactly(0.5);
    assertThat(changed.after().copies().getFirst().target().workloads())
        .containsOnlyKeys("shop/pay");
  }
}
