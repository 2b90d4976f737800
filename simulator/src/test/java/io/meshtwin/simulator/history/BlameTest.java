package io.meshtwin.simulator.history;

import static io.meshtwin.simulator.Meshes.route;
import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.flow.Call;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlameTest {
  private static final String TO_OLD = "[{backendRefs: [{name: 'old', port: 80}]}]";
  private static final String TO_NEW = "[{backendRefs: [{name: 'new', port: 80}]}]";
  private static final Call CALL = Meshes.get("cart", "/", Map.of());

  private static Past mesh() {
    return new Past()
        .apply(service("cart"))
        .apply(service("old"))
        .apply(workload("old"))
        .apply(service("new"))
        .apply(workload("new"))
        .apply(route(TO_OLD));
  }

  @Test
  void theEventsWithoutWhichTheVerdictWouldBeAnotherAreNamedNewestFirst() {
    Past past = mesh().apply(service("other")).apply(route(TO_NEW));
    assertThat(offsets(blame(past))).containsExactly(7L, 4L, 3L, 0L);
  }

  @Test
  void anEditThatDoesNotCountIsPassedOverForTheOneThatDoes() {
    String annotated =
        route(TO_NEW)
            .replace("name: 'cart', namespace", "annotations: {a: 'b'}, name: 'cart', namespace");
    Past past = mesh().apply(route(TO_NEW)).apply(annotated);
    assertThat(offsets(blame(past))).startsWith(6L);
  }

  @Test
  void whatWasTakenAwayIsNamedWhereItWouldChangeTheVerdict() {
    Past past = mesh().apply(workload("cart")).delete(route(TO_OLD)).delete(workload("new"));
    assertThat(offsets(blame(past))).containsExactly(7L, 6L, 0L);
  }

  @Test
  void eachIsProvenByAnImageThatDiffersByItAlone() {
    Past past = mesh().apply(route(TO_NEW));
    String given = Past.verdict(past.from(0).last(), CALL);
    assertThat(blame(past).culprits())
        .allSatisfy(
            culprit -> assertThat(Past.verdict(culprit.without(), CALL)).isNotEqualTo(given));
  }

  private static Blame blame(Past past) {
    return Blame.of(past.from(0), image -> Past.verdict(image, CALL));
  }

  private static List<Long> offsets(Blame blame) {
    return blame.culprits().stream().map(culprit -> culprit.moment().offset()).toList();
  }
}
