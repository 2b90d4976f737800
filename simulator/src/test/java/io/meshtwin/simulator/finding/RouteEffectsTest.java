package io.meshtwin.simulator.finding;

import static io.meshtwin.simulator.Meshes.mesh;
import static io.meshtwin.simulator.Meshes.route;
import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouteEffectsTest {
  private static final String ALL = "[{backendRefs: [{name: 'cart', port: 80}]}]";
  private static final String SOME =
      "[{matches: [{path: {type: 'Exact', value: '/x'}}], backendRefs: [{name: 'cart', port: 80}]}]";

  @Test
  void aRouteWhoseRulesAllComeTooLateIsMetByNobody() {
    String later =
        route(ALL).replace("'cart', namespace: 'shop'}, spec", "'z', namespace: 'shop'}, spec");
    assertThat(found(FindingCode.ROUTE_OVERRIDDEN, route(ALL), later))
        .singleElement()
        .satisfies(finding -> assertThat(finding.resource().name()).isEqualTo("z"))
        .satisfies(finding -> assertThat(finding.message()).contains("come before all of its own"));
  }

  @Test
  void aConsumersRouteInANamespaceWithoutWorkloadsIsMetByNobody() {
    String consumer =
        route(ALL)
            .replace("'cart', namespace: 'shop'}, spec", "'c', namespace: 'empty'}, spec")
            .replace(
                "kind: 'Service', name: 'cart'",
                "kind: 'Service', namespace: 'shop', name: 'cart'");
    assertThat(found(FindingCode.ROUTE_OVERRIDDEN, route(ALL), consumer))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("for no client of the mesh"));
  }

  @Test
  void aRouteThatIsMetIsNotFound() {
    assertThat(found(FindingCode.ROUTE_OVERRIDDEN, route(ALL))).isEmpty();
    assertThat(found(FindingCode.ROUTE_OVERRIDDEN, route(SOME))).isEmpty();
  }

  @Test
  void aRouteThatLeavesRequestsReplacesTheDefaultForThem() {
    assertThat(found(FindingCode.DEFAULT_REPLACED, route(SOME)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("answered with 404"));
    assertThat(found(FindingCode.DEFAULT_REPLACED, route(ALL))).isEmpty();
    assertThat(found(FindingCode.DEFAULT_REPLACED)).isEmpty();
  }

  private static List<Finding> found(FindingCode code, String... routes) {
    Stream<String> all =
        Stream.concat(Stream.of(service("cart"), workload("cart")), Stream.of(routes));
    return MeshDiagnosis.of(mesh(all.toArray(String[]::new))).stream()
        .filter(finding -> finding.code() == code)
        .toList();
  }
}
