package io.meshtwin.simulator.trace;

import static io.meshtwin.simulator.Meshes.get;
import static io.meshtwin.simulator.Meshes.mesh;
import static io.meshtwin.simulator.Meshes.route;
import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.flow.Simulator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainerTest {
  private static final String CART = "backendRefs: [{name: 'cart', port: 80}]";
  private static final String RULES =
      "[{matches: [{path: {value: '/a'}}], "
          + CART
          + "}, {matches: [{path: {value: '/a/b'}}], "
          + CART
          + "}, {matches: [{path: {value: '/a/b'}, headers: [{name: 'v', value: 'x'}]}], "
          + CART
          + "}]";

  @Test
  void theWinnerSaysWhatDecidedForIt() {
    assertThat(decisions()).contains("won: longest path");
  }

  @Test
  void aRuleThatWouldTakeTheRequestTooSaysWhatDecidedAgainstIt() {
    assertThat(decisions())
        .contains("lost: takes the request too, longest path decides for the winner");
  }

  @Test
  void aRuleThatDoesNotTakeTheRequestSaysWhichPartDoesNot() {
    assertThat(decisions()).contains("does not match: header v is absent");
  }

  @Test
  void everyRuleCitesItsRouteAndField() {
    assertThat(steps())
        .filteredOn(step -> step.kind() == Step.Kind.ROUTE_RULE)
        .extracting(Step::field)
        .containsExactlyInAnyOrder(
            "spec.rules[0].matches[0]", "spec.rules[1].matches[0]", "spec.rules[2].matches[0]");
  }

  private static List<String> decisions() {
    return steps().stream().map(Step::decision).toList();
  }

  private static List<Step> steps() {
    var simulator = new Simulator(mesh(service("cart"), workload("cart"), route(RULES)));
    return Explainer.full(simulator.decide(get("cart", "/a/b/c", Map.of())))
        .hops()
        .getFirst()
        .steps();
  }
}
