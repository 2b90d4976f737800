package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a test shows on real Envoys.
 *
 * @param installed the Envoy
 * @param directory for its files
 */
record Proof(io.meshtwin.testkit.envoy.EnvoyBinary installed, Path directory) {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** Every call does what is predicted, and every one of them was sent. */
  FidelityReport agree(ResolvedMesh mesh, Call... calls) throws Exception {
    return agree(mesh, List.of(calls));
  }

  /** Every call does what is predicted, and every one of them was sent. */
  FidelityReport agree(ResolvedMesh mesh, List<Call> calls) throws Exception {
    var cases = new ArrayList<Case>();
    calls.forEach(call -> cases.add(new Case("case " + cases.size(), call)));
    var envoy = new EnvoyBinary(installed.path());
    FidelityReport report =
        new FidelityRun(mesh, envoy, directory, LIMIT, (_, _) -> {}).check(cases);
    assertThat(report.disagreements()).isEmpty();
    assertThat(report.unchecked()).isEmpty();
    assertThat(report.checked()).isEqualTo(calls.size());
    return report;
  }
}
