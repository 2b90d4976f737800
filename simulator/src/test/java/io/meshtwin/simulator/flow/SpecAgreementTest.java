package io.meshtwin.simulator.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.SpecCalls;
import io.meshtwin.simulator.SpecVerdicts;
import io.meshtwin.testkit.mesh.RandomMesh;
import io.meshtwin.testkit.mesh.RandomRequests;
import io.meshtwin.testkit.spec.SpecAnswer;
import io.meshtwin.testkit.spec.SpecEvaluator;
import io.meshtwin.testkit.spec.SpecRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Resources → routing → verdict against a second reading of the specification, which shares no code
 * with the twin. Any number of meshes: {@code -Dmeshtwin.spec.meshes=10000}; one again: {@code
 * -Dmeshtwin.spec.meshes=1 -Dmeshtwin.seed=S}.
 */
class SpecAgreementTest {
  private static final int MESHES = Integer.getInteger("meshtwin.spec.meshes", 100);
  private static final int REQUESTS = 150;
  private static final int SHOWN = 5;

  private final List<String> failures = new ArrayList<>();
  private int agreed;
  private int unknown;

  @Test
  void theSimulatorAgreesWithASecondReadingOfTheSpecification() {
    long first = Long.getLong("meshtwin.seed", System.nanoTime() % 1_000_000_000);
    for (long seed = first; seed < first + MESHES; seed++) {
      compare(seed);
    }
    System.out.printf(
        "second reading: %d of %d pairs agreed on %d meshes from seed %d, %d unknown%n",
        agreed, agreed + failures.size(), MESHES, first, unknown);
    assertThat(failures.stream().limit(SHOWN)).isEmpty();
    assertThat(agreed).isGreaterThan(MESHES * REQUESTS / 2);
  }

  private void compare(long seed) {
    var random = new Random(seed);
    List<ObjectNode> objects = RandomMesh.objects(random);
    var simulator = new Simulator(Meshes.mesh(objects));
    var specification = new SpecEvaluator(objects);
    for (int n = 0; n < REQUESTS; n++) {
      SpecRequest request = RandomRequests.next(random);
      SpecAnswer expected = specification.evaluate(request);
      Verdict verdict = simulator.verdict(SpecCalls.of(request));
      SpecAnswer actual = SpecVerdicts.of(verdict);
      if (verdict.kind() == Verdict.Kind.UNKNOWN) {
        unknown++;
      } else if (actual.agreesWith(expected)) {
        agreed++;
      } else {
        failures.add(
            "-Dmeshtwin.seed=%d: %s%nexpected %s%nbut was  %s%n"
                .formatted(seed, request, expected, actual));
      }
    }
  }
}
