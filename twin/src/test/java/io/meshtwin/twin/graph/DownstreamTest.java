package io.meshtwin.twin.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.event.ResourceKey;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DownstreamTest {
  private static final String ROUTE =
      """
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: NAME, namespace: shop}
      spec:
        parentRefs: [{group: "", kind: Service, name: FROM}]
        rules: [{backendRefs: [{name: TO, port: 80}]}]
      """;

  private static String route(String name, String from, String to) {
    return ROUTE.replace("NAME", name).replace("FROM", from).replace("TO", to);
  }

  private static Downstream of(String kind, String name) {
    String group = kind.equals("Service") ? "" : "gateway.networking.k8s.io";
    var graph =
        new MeshGraph(
            Meshes.image(
                Meshes.service("shop", "a")
                    + Meshes.service("shop", "b")
                    + Meshes.service("shop", "c")
                    + route("ab", "a", "b")
                    + route("bc", "b", "c")));
    return graph.downstream(Set.of(new ResourceKey(ResourceKey.LOCAL, group, kind, "shop", name)));
  }

  @Test
  void aRouteLeadsToItsBackendAndTheWorkloadsBehindIt() {
    Downstream found = of("HTTPRoute", "ab");
    assertThat(found.services()).extracting(ResourceKey::name).containsExactly("b");
    assertThat(found.workloads()).isNotEmpty();
    assertThat(found.hops()).isEqualTo(2);
  }

  @Test
  void aServiceLeadsThroughItsOwnRoutesAndNotThroughItsBackends() {
    assertThat(of("Service", "a").services()).extracting(ResourceKey::name).containsExactly("b");
  }

  @Test
  void nothingIsDownstreamOfWhatTheMeshDoesNotHave() {
    assertThat(of("HTTPRoute", "gone"))
        .isEqualTo(
            new Downstream(
                java.util.Collections.emptySortedSet(), java.util.Collections.emptySortedSet(), 0));
  }
}
