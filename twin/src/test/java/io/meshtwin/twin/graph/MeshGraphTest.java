package io.meshtwin.twin.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.event.ResourceKey;
import java.util.Set;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.alg.cycle.CycleDetector;
import org.jgrapht.graph.AsUndirectedGraph;
import org.junit.jupiter.api.Test;

class MeshGraphTest {
  private static final ResourceKey CART = Meshes.key("Service", "shop", "cart");
  private static final ResourceKey PAY = Meshes.key("Service", "shop", "pay");
  private static final ResourceKey ROUTE = Meshes.key("HTTPRoute", "shop", "r");

  private final MeshGraph graph =
      new MeshGraph(
          Meshes.image(
              Meshes.service("shop", "cart")
                  + Meshes.service("shop", "pay")
                  + Meshes.service("alone", "x")
                  + Meshes.route(
                      "shop",
                      "r",
                      "shop/cart",
                      "[{backendRefs: [{name: pay, port: 80}, {name: none, port: 80}]}]")));

  @Test
  void anEdgeStandsWhereBothEndsExist() {
    assertThat(graph.outgoingEdgesOf(ROUTE))
        .extracting(MeshEdge::toString)
        .containsExactly(
            "HTTPRoute shop/r attaches Service shop/cart",
            "HTTPRoute shop/r forwards Service shop/pay");
  }

  @Test
  void everyEdgeIsSeenFromBothItsEnds() {
    for (MeshEdge edge : graph.edgeSet()) {
      assertThat(graph.incomingEdgesOf(edge.target())).contains(edge);
      assertThat(graph.outgoingEdgesOf(edge.source())).contains(edge);
    }
    assertThat(graph.edgeSet()).hasSize(5);
  }

  @Test
  void theAlgorithmsOfJGraphTRunOnIt() {
    assertThat(new CycleDetector<>(graph).detectCycles()).isFalse();
    var connected = new ConnectivityInspector<>(new AsUndirectedGraph<>(graph));
    assertThat(connected.connectedSetOf(CART)).contains(PAY, ROUTE);
    assertThat(connected.connectedSetOf(CART)).noneMatch(key -> key.namespace().equals("alone"));
  }

  @Test
  void whatActsOnAWorkloadIsUpstreamOfIt() {
    assertThat(graph.upstream(Set.of(Meshes.key("Deployment", "shop", "pay-v1"))))
        .containsExactlyInAnyOrder(PAY, ROUTE);
  }
}
