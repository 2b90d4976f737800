package io.meshtwin.testkit.scale;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.testkit.scale.MeshPlan.PlannedRoute;
import io.meshtwin.testkit.scale.MeshPlan.PlannedService;
import java.util.List;
import java.util.Random;

/** What describes traffic, in one API. */
interface TrafficObjects {
  /** What there is once in the mesh. */
  List<ObjectNode> ofMesh();

  ObjectNode gateway(String namespace, String name);

  /** What belongs to a Service whether it is routed or not. */
  default List<ObjectNode> ofService(PlannedService service) {
    return List.of();
  }

  /**
   * A route.
   *
   * @param gateway {@code namespace/name} of the Gateway that it is at, if it is at one
   * @param own the Services of the namespace of the Service that it is about
   * @param random decides what its rules are like
   */
  ObjectNode route(PlannedRoute route, String gateway, List<PlannedService> own, Random random);
}
