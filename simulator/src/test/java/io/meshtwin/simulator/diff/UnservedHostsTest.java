package io.meshtwin.simulator.diff;

import static io.meshtwin.simulator.Meshes.image;
import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What no virtual host takes has Host headers too: those that no other takes. */
class UnservedHostsTest {
  private static final String GATEWAY =
      "{apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: {name: 'edge', namespace:"
          + " 'shop'}, spec: {selector: {app: 'edge'}, servers: [{port: {number: 80, protocol:"
          + " 'HTTP', name: 'http'}, hosts: ['*']}]}}";

  private static ResolvedMesh mesh(String... hosts) {
    var objects = new ArrayList<>(List.of(service("cart"), workload("cart"), workload("edge")));
    objects.add(GATEWAY);
    for (String host : hosts) {
      objects.add(
          "{apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {name: 'v"
              + objects.size()
              + "', namespace: 'shop'}, spec: {hosts: ['"
              + host
              + "'], gateways: ['edge'], http: [{match: [{authority: {regex: 'c.*'}}], redirect:"
              + " {authority: 'c.example'}}, {route: [{destination: {host: 'cart'}}]}]}}");
    }
    return ResolvedMesh.of(image(objects.stream().map(Meshes::json).toList()), Dialect.ISTIO);
  }

  @Test
  void aHostThatIsNoLongerServedIsShownByOneThatNobodyElseServes() {
    List<Difference> differences =
        Differ.preview(mesh("*.example"), mesh("x.example")).differences();
    assertThat(differences)
        .filteredOn(difference -> difference.destination().toString().contains("*.example"))
        .hasSize(2)
        .allSatisfy(difference -> {
          var changed = Objects.requireNonNull(difference.changed());
          assertThat(changed.witness().request().authority()).isNotEqualTo("x.example");
        });
  }
}
