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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our own cases on a real Envoy: it does what the simulator predicts, and that the simulator
 * predicts what the case says is shown beside the simulator. Some of them: {@code
 * -Dmeshtwin.case=EXPRESSION}, by their names.
 */
@UsesEnvoy
class OwnCasesOnEnvoyTest {
  private final EnvoyBinary envoy;

  @TempDir private Path directory;

  OwnCasesOnEnvoyTest(io.meshtwin.testkit.envoy.EnvoyBinary installed) {
    envoy = new EnvoyBinary(installed.path());
  }

  static List<OwnCase> cases() {
    String wanted = System.getProperty("meshtwin.case", ".*");
    return OwnCase.all().stream().filter(own -> own.name().matches(wanted)).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void envoyDoesSo(OwnCase own) throws Exception {
    FidelityReport report = run(own);
    assertThat(report.disagreements()).isEmpty();
    assertThat(report.unknown())
        .isEqualTo((int) own.questions().stream().filter(Question::isUnknown).count());
    // What nobody listens for is shown by the simulator alone.
    int unchecked = report.unchecked().values().stream().mapToInt(n -> n).sum();
    assertThat(report.checked() + unchecked + report.unknown()).isEqualTo(own.questions().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cookie", "header"})
  void whoSendsBackASessionStaysWithItsEndpoint(String carrier) throws Exception {
    String name = "a-client-stays-with-its-endpoint-by-a-" + carrier;
    OwnCase own =
        OwnCase.all().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    FidelityReport report = run(own);
    assertThat(report.disagreements()).isEmpty();
    assertThat(report.probes()).containsEntry("sessions", 1);
  }

  private FidelityReport run(OwnCase own) throws Exception {
    var cases = new ArrayList<Case>();
    for (Question question : own.questions()) {
      cases.add(new Case("q" + cases.size(), SpecCalls.of(question.request())));
    }
    var run =
        new FidelityRun(
            Meshes.of(own.yaml()), envoy, directory, Duration.ofMinutes(1), (_, _) -> {});
    return run.check(cases);
  }
}
