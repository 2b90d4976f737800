package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.simulator.SpecCalls;
import io.meshtwin.testkit.cases.OwnCase;
import io.meshtwin.testkit.cases.Question;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our own cases on a real Envoy: it does what the simulator predicts, and that the simulator
 * predicts what the case says is shown beside the simulator.
 */
@UsesEnvoy
class OwnCasesOnEnvoyTest {
  private final EnvoyBinary envoy;

  @TempDir private Path directory;

  OwnCasesOnEnvoyTest(io.meshtwin.testkit.envoy.EnvoyBinary installed) {
    envoy = new EnvoyBinary(installed.path());
  }

  static List<OwnCase> cases() {
    return OwnCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void envoyDoesSo(OwnCase own) throws Exception {
    var cases = new ArrayList<Case>();
    for (Question question : own.questions()) {
      cases.add(new Case("q" + cases.size(), SpecCalls.of(question.request())));
    }
    var run =
        new FidelityRun(
            Meshes.of(own.yaml()), envoy, directory, Duration.ofMinutes(1), (_, _) -> {});
    FidelityReport report = run.check(cases);
    assertThat(report.disagreements()).isEmpty();
    assertThat(report.unknown())
        .isEqualTo((int) own.questions().stream().filter(Question::isUnknown).count());
    // What nobody listens for is shown by the simulator alone.
    int unchecked = report.unchecked().values().stream().mapToInt(n -> n).sum();
    assertThat(report.checked() + unchecked + report.unknown()).isEqualTo(cases.size());
  }
}
