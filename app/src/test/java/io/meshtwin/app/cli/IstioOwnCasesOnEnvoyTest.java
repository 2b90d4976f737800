package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.app.json.RequestReader;
import io.meshtwin.fidelity.check.Case;
import io.meshtwin.fidelity.check.FidelityReport;
import io.meshtwin.fidelity.check.FidelityRun;
import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.testkit.cases.OwnCase;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our own cases in the dialect {@code istio} on real Envoys: they do what the simulator predicts,
 * and that it predicts what the case says is shown by {@link IstioOwnCasesTest}. Some of them:
 * {@code -Dmeshtwin.case=EXPRESSION}, by their names.
 */
@UsesEnvoy
class IstioOwnCasesOnEnvoyTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final EnvoyBinary envoy;

  @TempDir private Path directory;

  IstioOwnCasesOnEnvoyTest(io.meshtwin.testkit.envoy.EnvoyBinary installed) {
    envoy = new EnvoyBinary(installed.path());
  }

  static List<OwnCase> cases() {
    String wanted = System.getProperty("meshtwin.case", ".*");
    return OwnCase.all(OwnCase.ISTIO).stream().filter(own -> own.name().matches(wanted)).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void envoyDoesSo(OwnCase own) throws Exception {
    ResolvedMesh mesh = IstioOwnCasesTest.mesh(own);
    var reader = new RequestReader(mesh);
    var cases = new ArrayList<Case>();
    for (OwnCase.Asked asked : own.asked()) {
      cases.add(
          new Case(
              "q" + cases.size(), Objects.requireNonNull(reader.read(asked.request()).call())));
    }
    FidelityReport report =
        new FidelityRun(mesh, envoy, directory, LIMIT, (_, _) -> {}).check(cases);
    assertThat(report.disagreements()).isEmpty();
    assertThat(report.unknown())
        .isEqualTo((int) own.asked().stream().filter(a -> a.is().startsWith("unknown")).count());
    // What no Envoy can show is told with its reason, limits of time that cannot be probed too.
    report
        .unchecked()
        .forEach((why, n) -> System.out.printf("%s: %d unchecked: %s%n", own, n, why));
    int unchecked = report.unchecked().values().stream().mapToInt(n -> n).sum();
    assertThat(report.checked() + unchecked + report.unknown())
        .isGreaterThanOrEqualTo(own.asked().size());
  }
}
