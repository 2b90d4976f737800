package io.meshtwin.simulator.diff;

import static io.meshtwin.simulator.Meshes.image;
import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A policy holds whichever way its workload is reached. */
class BehindGatewaysTest {
  private static final String GATEWAY =
      "{apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: {name: 'edge', namespace:"
          + " 'shop'}, spec: {selector: {app: 'edge'}, servers: [{port: {number: 80, protocol:"
          + " 'HTTP', name: 'http'}, hosts: ['*']}]}}";
  private static final String RULES =
      "{apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {name: 'a',"
          + " namespace: 'shop'}, spec: {hosts: ['a.example'], gateways: ['edge'], http: [{route:"
          + " [{destination: {host: 'cart'}}]}]}}";

  private static ResolvedMesh mesh(String... more) {
    Stream<String> all =
        Stream.concat(
            Stream.of(service("cart"), workload("cart"), workload("edge"), GATEWAY, RULES),
            Stream.of(more));
    return ResolvedMesh.of(image(all.map(Meshes::json).toList()), Dialect.ISTIO);
  }

  private static String denying(String app) {
    return "{apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: {name: 'd',"
        + " namespace: 'shop'}, spec: {action: 'DENY', selector: {matchLabels: {app: '"
        + app
        + "'}}, rules: [{to: [{operation: {paths: ['/admin']}}]}]}}";
  }

  private static List<Difference> atGateway(String policy) {
    return Differ.preview(mesh(), mesh(policy)).differences().stream()
        .filter(difference -> difference.destination() instanceof Destination.OfGateway)
        .toList();
  }

  @Test
  void aPolicyOfAWorkloadShowsAtTheGatewayThatLeadsThere() {
    assertThat(atGateway(denying("cart")))
        .anySatisfy(difference -> {
          assertThat(difference.destination().toString()).contains("a.example");
          assertThat(difference.impact()).isEqualTo(Impact.BREAKS);
        });
  }

  @Test
  void aPolicyOfAnotherWorkloadDoesNot() {
    assertThat(atGateway(denying("nobody"))).isEmpty();
  }
}
