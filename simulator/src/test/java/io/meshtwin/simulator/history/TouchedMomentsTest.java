package io.meshtwin.simulator.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.Meshes;
import io.meshtwin.testkit.mesh.IstioMesh;
import io.meshtwin.testkit.mesh.IstioRequests;
import io.meshtwin.testkit.mesh.RandomMesh;
import io.meshtwin.testkit.mesh.RandomRequests;
import io.meshtwin.testkit.spec.SpecRequest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.Dialect;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What does not touch what a flow depends on just then leaves its verdict as it was: on random
 * meshes that become other random meshes, resource by resource. {@code -Dmeshtwin.seed=S} repeats
 * one.
 */
class TouchedMomentsTest {
  private static final int MESHES = Integer.getInteger("meshtwin.touched.meshes", 6);
  private static final int REQUESTS = 12;
  private static final int STRETCH = 5;

  private int untouched;

  @Test
  void aMomentThatDoesNotTouchAFlowLeavesItAsItWas() {
    assertLeft(RandomMesh::objects, RandomRequests::next, ReachTest::flow, Dialect.SPEC);
  }

  @Test
  void inIstioItLeavesItToo() {
    assertLeft(IstioMesh::objects, IstioRequests::next, ReachTest::istioFlow, Dialect.ISTIO);
  }

  private void assertLeft(
      Function<Random, List<ObjectNode>> objects,
      Function<Random, SpecRequest> requests,
      Function<SpecRequest, Flow> flow,
      Dialect dialect) {
    long first = Long.getLong("meshtwin.seed", 1);
    for (long seed = first; seed < first + MESHES; seed++) {
      var random = new Random(seed);
      Timeline timeline = timeline(objects.apply(random), objects.apply(random), random);
      for (int n = 0; n < REQUESTS; n++) {
        SpecRequest request = requests.apply(random);
        assertLeft(timeline, flow.apply(request), request, dialect, seed);
      }
    }
    assertThat(untouched).isPositive();
  }

  private void assertLeft(
      Timeline timeline, Flow flow, SpecRequest request, Dialect dialect, long seed) {
    BitSet touched = TouchedMoments.of(timeline, new Reach(flow), STRETCH);
    String before = ReachTest.key(timeline.base(), request, dialect);
    for (int i = 0; i < timeline.moments().size(); i++) {
      Moment moment = timeline.moments().get(i);
      String after = ReachTest.key(moment.image(), request, dialect);
      if (!touched.get(i)) {
        assertThat(after)
            .as("-Dmeshtwin.seed=%d %s: %s", seed, request, moment.event())
            .isEqualTo(before);
        untouched++;
      }
      before = after;
    }
  }

  /** One mesh becomes the other in a random order: what is new comes, what it has not goes. */
  private static Timeline timeline(
      List<ObjectNode> objects, List<ObjectNode> others, Random random) {
    var past = new Past();
    // Clients are there from the beginning, and stay: a request needs one.
    List<ObjectNode> clients = others.stream().filter(TouchedMomentsTest::isClient).toList();
    clients.forEach(object -> past.apply(object.toString()));
    objects.forEach(object -> past.apply(object.toString()));
    var steps = new ArrayList<Runnable>();
    others.forEach(object -> steps.add(() -> past.apply(object.toString())));
    objects.stream()
        .filter(object -> !isClient(object) && random.nextInt(3) == 0)
        .forEach(object -> steps.add(() -> past.delete(object.toString())));
    Collections.shuffle(steps, random);
    steps.forEach(Runnable::run);
    return past.from(clients.size() + objects.size());
  }

  private static boolean isClient(ObjectNode object) {
    return object.path("kind").asText().equals("Deployment");
  }

  @Test
  void endpointsOfAServiceThatARouteLeadsToLaterAreNotJudged() {
    Past past =
        BisectionTest.mesh()
            .delete(Meshes.workload("new"))
            .apply(Meshes.route(BisectionTest.TO_NEW))
            .apply(Meshes.workload("new"));
    var flow = new Flow(ResourceKey.LOCAL, "other/", null, Set.of("cart.shop"));
    assertThat(TouchedMoments.of(past.from(BisectionTest.MESH), new Reach(flow), 1).stream())
        .containsExactly(1, 2);
  }
}
