package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    objects.add(
        "{apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {name: 'cart',"
            + " namespace: 'shop'}, spec: {hosts: ['cart'], http: [{route: [{destination: {host: '"
            + backend
            + "'}}]"
            + (mirrored ? ", mirror: {host: 'pay'}" : "")
            + "}]}}");
    for (String denial : denials) {
      objects.add(
          "{apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: {name:"
              + " 'copies', namespace: 'shop'}, spec: {selector: {matchLabels: {app: 'pay'}},"
              + " action: 'DENY', rules: ["
              + denial
              + "]}}");
    }
    return ResolvedMesh.of(
        Meshes.image(objects.stream().map(Meshes::json).toList()), Dialect.ISTIO);
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
}
