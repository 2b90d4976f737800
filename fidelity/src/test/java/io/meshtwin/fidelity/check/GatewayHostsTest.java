package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.IstioGateway;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which hosts the proxies of an Istio Gateway reach, on a real Envoy that our bridge configures.
 */
@UsesEnvoy
class GatewayHostsTest {
  private static final String MESH =
      """
      apiVersion: networking.istio.io/v1
      kind: Gateway
      metadata: {name: edge, namespace: shop}
      spec:
        selector: {istio: ingressgateway}
        servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
      ---
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: shop, namespace: shop}
      spec:
        hosts: ["*"]
        gateways: [edge]
        http:
        - match: [{uri: {prefix: /entry}}]
          route: [{destination: {host: api.example, port: {number: 80}}}]
        - match: [{uri: {prefix: /hidden}}]
          route: [{destination: {host: hidden, port: {number: 80}}}]
        - match: [{uri: {prefix: /headless}}]
          route: [{destination: {host: headless, port: {number: 80}}}]
      ---
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: entry, namespace: shop}
      spec:
        hosts: [api.example]
        location: MESH_INTERNAL
        resolution: STATIC
        ports: [{number: 80, name: http, protocol: HTTP, targetPort: 8080}]
        workloadSelector: {labels: {app: cart}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: hidden, namespace: shop, annotations: {networking.istio.io/exportTo: "."}}
      spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: headless, namespace: shop}
      spec: {clusterIP: None, selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
      ---
      {apiVersion: v1, kind: Pod, metadata: {name: cart-0, namespace: shop, labels: {app: cart}}}
      ---
      {apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh: ""}}
      """;

  private final Proof proof;

  GatewayHostsTest(EnvoyBinary installed, @TempDir Path directory) {
    proof = new Proof(installed, directory);
  }

  @Test
  void aGatewayReachesWhatIsExportedToItsNamespace() throws Exception {
    ResolvedMesh mesh = Meshes.of(MESH);
    agree(mesh, "/entry", Verdict.Kind.FORWARDED);
    agree(mesh, "/hidden", Verdict.Kind.RESPONDED);
    agree(mesh, "/headless", Verdict.Kind.FORWARDED);
  }

  private void agree(ResolvedMesh mesh, String path, Verdict.Kind kind) throws Exception {
    var edge = new ResourceKey(ResourceKey.LOCAL, IstioGateway.GROUP, "Gateway", "shop", "edge");
    var request = new Request("GET", "http", "shop.example", path, null, Headers.of(Map.of()));
    var call =
        new Call(
            new Client.AtGateway(edge, null),
            new Dial.ToHost("shop.example", 80),
            Call.Protocol.HTTP,
            null,
            request);
    assertThat(new Simulator(mesh).verdict(call).kind()).as(path).isEqualTo(kind);
    proof.agree(mesh, List.of(call));
  }
}
