package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.parts.SourceTree;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Predicted and observed agree, on a real Envoy fed by the real bridge. */
@UsesEnvoy
class FidelityRunTest {
  private static final Path EXAMPLES = SourceTree.root().resolve("examples");

  private final EnvoyBinary envoy;

  @TempDir private Path directory;

  FidelityRunTest(io.meshtwin.testkit.envoy.EnvoyBinary installed) {
    envoy = new EnvoyBinary(installed.path());
  }

  @Test
  void theShopDoesWhatIsPredicted() throws Exception {
    FidelityReport report = agree(Meshes.of(EXAMPLES.resolve("shop")), 1500);
    assertThat(report.unknown()).isZero();
    assertThat(report.unchecked()).containsOnlyKeys("time limits of more than 3 s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary.yaml", "mistake.yaml"})
  void theShopDoesWhatIsPredictedAfterAChange(String change) throws Exception {
    Path changed = EXAMPLES.resolve("changes").resolve(change);
    agree(Meshes.of(EXAMPLES.resolve("shop"), changed), 500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bookinfo-gateway.yaml",
        "route-all-v1.yaml",
        "route-reviews-50-v3.yaml",
        "route-reviews-90-10.yaml",
        "route-reviews-v1.yaml",
        "route-reviews-v3.yaml"
      })
  void bookinfoDoesWhatIsPredictedWith(String routes) throws Exception {
    Path bookinfo = SourceTree.dataBeside("bookinfo");
    ResolvedMesh mesh =
        Meshes.of(
            bookinfo.resolve("bookinfo.yaml"),
            bookinfo.resolve("bookinfo-versions.yaml"),
            bookinfo.resolve("routes-gateway-api").resolve(routes));
    agree(mesh, 400);
  }

  /** Seed 297254673: a fault answered at once, and a try was given up before the time was over. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fault: {abort: {httpStatus: 503, percentage: {value: 100}}}, timeout: 500ms",
        "timeout: 1s, retries: {attempts: 2, perTryTimeout: 300ms}"
      })
  void aTimeLimitIsProbedForWhatIsSeenOfIt(String rule) throws Exception {
    String mesh =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: 'enableAutoMtls: false'}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: cart, namespace: shop}
        spec: {clusterIP: 10.0.0.1, selector: {app: cart}, ports: [{name: http, port: 80}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: cart, namespace: shop}
        spec: {template: {metadata: {labels: {app: cart}}, spec: {containers: []}}}
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: cart, namespace: shop}
        spec: {hosts: [cart], http: [{%s, route: [{destination: {host: cart}}]}]}
        """
            .formatted(rule);
    agree(Meshes.of(mesh), 10);
  }

  private FidelityReport agree(ResolvedMesh mesh, int count) throws Exception {
    long seed = Long.getLong("meshtwin.seed", System.nanoTime());
    var run = new FidelityRun(mesh, envoy, directory, Duration.ofMinutes(3), (_, _) -> {});
    FidelityReport report = run.check(new CaseGenerator(mesh, seed).cases(count));
    assertThat(report.disagreements()).as("seed %d", seed).isEmpty();
    assertThat(report.complete()).isTrue();
    assertThat(report.checked()).as("seed %d", seed).isPositive();
    return report;
  }
}
