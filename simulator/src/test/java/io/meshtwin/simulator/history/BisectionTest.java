package io.meshtwin.simulator.history;

import static io.meshtwin.simulator.Meshes.route;
import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.flow.Call;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BisectionTest {
  private static final String TO_OLD = "[{backendRefs: [{name: 'old', port: 80}]}]";
  static final String TO_NEW = "[{backendRefs: [{name: 'new', port: 80}]}]";
  private static final String NOWHERE = "[{matches: [{path: {value: '/x'}}]}]";
  private static final Call CALL = Meshes.get("cart", "/", Map.of());
  static final int MESH = 6;

  private final Judge judge = Past.judge(CALL, "is 200");

  static Past mesh() {
    return new Past()
        .apply(service("cart"))
        .apply(service("old"))
        .apply(workload("old"))
        .apply(service("new"))
        .apply(workload("new"))
        .apply(route(TO_OLD));
  }

  @Test
  void theEventThatBreaksAFlowIsNamed() {
    Past past = mesh().apply(service("other")).apply(route(NOWHERE)).apply(workload("other"));
    Bisection bisection = Bisection.of(past.from(MESH), judge);
    assertThat(bisection.breaking().moment().offset()).isEqualTo(7);
    assertThat(offsets(bisection.together())).containsExactly(7L);
    assertThat(bisection.flapped()).isFalse();
  }

  @Test
  void whatBreaksItOnlyTogetherIsNamedTogether() {
    Past past =
        mesh()
            .apply(service("other"))
            .delete(workload("new"))
            .apply(workload("other"))
            .apply(route(TO_NEW));
    Bisection bisection = Bisection.of(past.from(MESH), judge);
    assertThat(bisection.breaking().moment().offset()).isEqualTo(9);
    assertThat(offsets(bisection.together())).containsExactly(7L, 9L);
  }

  @Test
  void aFlowThatBreaksTwiceIsSaidToAndTheLastTimeCounts() {
    Past past = mesh().apply(route(NOWHERE)).apply(route(TO_OLD)).delete(workload("old"));
    Bisection bisection = Bisection.of(past.from(MESH), judge);
    assertThat(bisection.flapped()).isTrue();
    assertThat(bisection.breaking().moment().offset()).isEqualTo(8);
    assertThat(bisection.turns().stream().map(turn -> turn.after().word()))
        .containsExactly("broken", "holds", "broken");
  }

  @Test
  void anIntentThatHoldsAtTheEndHasNoCulprit() {
    Timeline timeline = mesh().apply(service("other")).from(MESH);
    assertThatThrownBy(() -> Bisection.of(timeline, judge))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void imagesThatHoldTheSameAreSimulatedOnce() {
    Past past = mesh();
    for (int i = 0; i < 20; i++) {
      past.apply(route(NOWHERE)).apply(route(TO_OLD));
    }
    Bisection.of(past.apply(route(NOWHERE)).from(MESH), judge);
    assertThat(judge.asked()).isEqualTo(2);
  }

  private static List<Long> offsets(List<Moment> moments) {
    return moments.stream().map(Moment::offset).toList();
  }
}
