package io.meshtwin.simulator.diff;

import static io.meshtwin.simulator.Meshes.image;
import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A wildcard is alive for those who do not see the services that it takes. */
class HiddenServicesTest {
  private static final String HIDDEN =
      "{apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: {name: 'hidden',"
          + " namespace: 'other'}, spec: {hosts: ['a.example.com'], exportTo: ['.'], ports:"
          + " [{number: 80, name: 'http', protocol: 'HTTP'}], resolution: 'STATIC', endpoints:"
          + " [{address: '192.0.2.1'}]}}";

  private static ResolvedMesh mesh(int status) {
    String rules =
        "{apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {name: 'any',"
            + " namespace: 'shop'}, spec: {hosts: ['*.example.com'], http: [{directResponse:"
            + " {status: "
            + status
            + "}}]}}";
    Stream<String> all = Stream.of(service("cart"), workload("cart"), HIDDEN, rules);
    return ResolvedMesh.of(image(all.map(Meshes::json).toList()), Dialect.ISTIO);
  }

  @Test
  void whatOnlyTheBlindAreAnsweredIsCompared() {
    assertThat(Differ.preview(mesh(418), mesh(421)).differences())
        .anySatisfy(difference ->
            assertThat(difference.destination().toString()).contains("*.example.com"));
  }
}
