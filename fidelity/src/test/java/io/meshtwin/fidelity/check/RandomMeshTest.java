package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.simulator.SpecCalls;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.mesh.RandomMesh;
import io.meshtwin.testkit.mesh.RandomRequests;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random meshes with overlapping rules, on the real Envoy. A longer run: {@code
 * -Dmeshtwin.fidelity.meshes=100}; one again: {@code -Dmeshtwin.seed=S}.
 */
@UsesEnvoy
class RandomMeshTest {
  /** Meshes with the same seeds in each build, 1 to this. */
  static final int FIXED = 4;

  private static final int CASES = 400;
  private static final int SHOWN = 5;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final EnvoyBinary envoy;

  @TempDir private Path directory;

  RandomMeshTest(io.meshtwin.testkit.envoy.EnvoyBinary installed) {
    envoy = new EnvoyBinary(installed.path());
  }

  @Test
  void randomMeshesDoWhatIsPredicted() throws Exception {
    int meshes = Integer.getInteger("meshtwin.fidelity.meshes", 10);
    Long again = Long.getLong("meshtwin.seed");
    long first = again == null ? System.nanoTime() % 1_000_000_000 : again;
    var failures = new ArrayList<String>();
    var features = new TreeMap<String, Integer>();
    int checked = 0;
    // The first ones are the same in each build, for the figures of docs/fidelity.md.
    for (long i = 0; i < meshes; i++) {
      long seed = i < FIXED && again == null ? i + 1 : first + i;
      FidelityReport report = check(seed);
      checked += report.checked();
      report.features().forEach((feature, pairs) -> features.merge(feature, pairs, Integer::sum));
      report
          .probes()
          .forEach((what, rules) -> features.merge("probes: " + what, rules, Integer::sum));
      for (Disagreement found : report.disagreements()) {
        failures.add("-Dmeshtwin.seed=%d: %s%n".formatted(seed, found));
      }
    }
    System.out.printf("%d pairs on %d random meshes from seed %d%n", checked, meshes, first);
    features.forEach((feature, pairs) -> System.out.printf("  %6d %s%n", pairs, feature));
    assertThat(failures.stream().limit(SHOWN)).as("%d", failures.size()).isEmpty();
    // Ten meshes, as in each build, show at least 3,000 pairs.
    assertThat(checked).isGreaterThanOrEqualTo(meshes > 1 ? meshes * CASES * 3 / 4 : 1);
  }

  private FidelityReport check(long seed) throws Exception {
    RandomCases random = RandomCases.of(seed);
    var run = new FidelityRun(random.mesh(), envoy, directory, LIMIT, (_, _) -> {});
    return run.check(random.cases());
  }

  /**
   * A random mesh with requests on its boundaries, half of them made from its routing, half from
   * the generator's own alphabet.
   */
  record RandomCases(ResolvedMesh mesh, List<Case> cases) {
    static RandomCases of(long seed) {
      var random = new Random(seed);
      ResolvedMesh mesh = Meshes.of(RandomMesh.yaml(RandomMesh.objects(random)));
      var cases = new ArrayList<>(new CaseGenerator(mesh, seed).cases(CASES / 2));
      for (int i = 0; i < CASES / 2; i++) {
        cases.add(new Case("r" + i, SpecCalls.of(RandomRequests.next(random))));
      }
      return new RandomCases(mesh, cases);
    }
  }
}
