package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.SpecCalls;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.testkit.mesh.RandomRequests;
import java.util.Random;

/** Random requests on the boundaries of random meshes, as the simulator takes them. */
final class RandomCalls {
  private RandomCalls() {}

  static Call next(Random random) {
    return SpecCalls.of(RandomRequests.next(random));
  }
}
