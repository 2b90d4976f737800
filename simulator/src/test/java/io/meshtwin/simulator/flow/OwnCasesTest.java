package io.meshtwin.simulator.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.SpecCalls;
import io.meshtwin.simulator.SpecVerdicts;
import io.meshtwin.testkit.cases.OwnCase;
import io.meshtwin.testkit.cases.Question;
import io.meshtwin.testkit.spec.SpecEvaluator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our own cases, by the simulator and by the second reading. */
class OwnCasesTest {
  static List<OwnCase> cases() {
    return OwnCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSimulatorSaysSo(OwnCase own) {
    var simulator = new Simulator(Meshes.mesh(own.objects()));
    for (Question question : own.questions()) {
      var answer = SpecVerdicts.of(simulator.verdict(SpecCalls.of(question.request())));
      assertThat(question.isAnsweredBy(answer))
          .as("%s%nexpected %s%nbut was  %s", own.name(), question, answer)
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSecondReadingSaysSo(OwnCase own) {
    var specification = new SpecEvaluator(own.objects());
    for (Question question : own.questions()) {
      if (question.isUnknown()) {
        continue;
      }
      var answer = specification.evaluate(question.request());
      assertThat(question.isAnsweredBy(answer))
          .as("%s%nexpected %s%nbut was  %s", own.name(), question, answer)
          .isTrue();
    }
  }
}
