package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.mesh.RandomMesh;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random meshes with overlapping rules, on the real Envoy. A longer run: {@code
 * -Dmeshtwin.fidelity.meshes=100}; one again: {@code -Dmeshtwin.seed=S}.
 */
@UsesEnvoy
class RandomMeshTest {
  private static final int CASES = 400;

  private final EnvoyBinary envoy;

  @TempDir private Path directory;

  RandomMeshTest(io.meshtwin.testkit.envoy.EnvoyBinary installed) {
    envoy = new EnvoyBinary(installed.path());
  }

  @Test
  void randomMeshesDoWhatIsPredicted() throws Exception {
    int meshes = Integer.getInteger("meshtwin.fidelity.meshes", 8);
    long first = Long.getLong("meshtwin.seed", System.nanoTime() % 1_000_000_000);
    int checked = 0;
    for (long seed = first; seed < first + meshes; seed++) {
      String yaml = RandomMesh.yaml(RandomMesh.objects(new Random(seed)));
      ResolvedMesh mesh = Meshes.of(yaml);
      var run = new FidelityRun(mesh, envoy, directory, Duration.ofMinutes(3), (_, _) -> {});
      FidelityReport report = run.check(new CaseGenerator(mesh, seed).cases(CASES));
      assertThat(report.disagreements()).as("-Dmeshtwin.seed=%d%n%s", seed, yaml).isEmpty();
      checked += report.checked();
    }
    System.out.printf("%d pairs on %d random meshes from seed %d%n", checked, meshes, first);
    assertThat(checked).isGreaterThan(meshes * CASES / 2);
  }
}
