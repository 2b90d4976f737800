package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.routing.Cluster.Protocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The version of HTTP that workloads are spoken to in, where DestinationRules, Sidecars and
 * MeshConfig say it, on real Envoys. The workload tells in which one it was asked (Versions).
 */
@UsesEnvoy
class HttpVersionTest {
  private static final int HTTP = 80;
  private static final int HTTP2 = 81;
  private static final int UNSAID = 82;

  private static final String MESH =
      Meshes.WEB
          + """
          {apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh: "SETTINGS"}}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: stock, namespace: shop}
          spec:
            selector: {app: stock}
            ports:
            - {name: http, port: 80, targetPort: 8080}
            - {name: http2, port: 81, targetPort: 8081}
            - {name: any, port: 82, targetPort: 8082}
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: stock-0, namespace: shop, labels: {app: stock}, annotations: {SERVER}}
          status: {podIP: 10.0.0.1}
          ---
          apiVersion: networking.istio.io/v1
          kind: DestinationRule
          metadata: {name: stock, namespace: shop}
          spec:
            host: stock
            trafficPolicy: {connectionPool: {http: {POOL}}}
          ---
          apiVersion: networking.istio.io/v1
          kind: Gateway
          metadata: {name: edge, namespace: shop}
          spec:
            selector: {istio: ingressgateway}
            servers:
            - {port: {number: 8090, name: http, protocol: HTTP}, hosts: [stock.example]}
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: {name: edge, namespace: shop}
          spec:
            hosts: [stock.example]
            gateways: [edge]
            http:
            - {match: [{uri: {prefix: /unsaid}}], route: [{destination: {host: stock, port: {number: 82}}}]}
            - {match: [{uri: {prefix: /second}}], route: [{destination: {host: stock, port: {number: 81}}}]}
            - {route: [{destination: {host: stock, port: {number: 80}}}]}
          """;

  private static final String LIMIT = "maxRetries: 3";
  private static final String UPGRADE = "h2UpgradePolicy: UPGRADE";
  private static final String FOLLOW = "useClientProtocol: true";

  private final Proof proof;

  HttpVersionTest(EnvoyBinary installed, @TempDir Path directory) {
    proof = new Proof(installed, directory);
  }

  private static ResolvedMesh mesh(String settings, String pool, boolean proxied, String... more) {
    String status = proxied ? "sidecar.istio.io/status: '{}'" : "";
    String text = MESH.replace("SETTINGS", settings).replace("POOL", pool);
    return Meshes.of(text.replace("SERVER", status) + String.join("", more));
  }

  /** What is spoken to a port, after all calls to it came to what was predicted. */
  private List<Protocol> shown(ResolvedMesh mesh) throws Exception {
    var calls = new ArrayList<Call>();
    for (Call.Protocol protocol : List.of(Call.Protocol.HTTP, Call.Protocol.GRPC)) {
      for (int port : List.of(HTTP, HTTP2, UNSAID)) {
        calls.add(inside(mesh, protocol, port));
      }
      for (String path : List.of("/first", "/second", "/unsaid")) {
        calls.add(outside(mesh, protocol, path));
      }
    }
    proof.agree(mesh, calls);
    var simulator = new Simulator(mesh);
    return calls.stream()
        .limit(6)
        .map(call -> simulator.verdict(call).shares().getFirst().target().spoken())
        .toList();
  }

  private static Request request(Call.Protocol protocol, String host, String path) {
    String method = protocol == Call.Protocol.GRPC ? "POST" : "GET";
    return new Request(method, "http", host, path, null, Headers.NONE);
  }

  private static Call inside(ResolvedMesh mesh, Call.Protocol protocol, int port) {
    var dial = new Dial.ToHost("stock.shop", port);
    Request request = request(protocol, "stock.shop:" + port, "/a/B");
    return new Call(Meshes.web(mesh), dial, protocol, null, request);
  }

  private static Call outside(ResolvedMesh mesh, Call.Protocol protocol, String path) {
    ResourceKey gateway = mesh.image().all(IstioGateway.class).findFirst().orElseThrow().key();
    var client = new Client.AtGateway(gateway, null);
    var dial = new Dial.ToHost("stock.example", 8090);
    return new Call(client, dial, protocol, null, request(protocol, "stock.example", path));
  }

  @Test
  void thePortDecidesWhereNobodySays() throws Exception {
    assertThat(shown(mesh("", LIMIT, false)))
        .containsExactly(
            Protocol.HTTP,
            Protocol.HTTP2,
            Protocol.UNSAID,
            Protocol.HTTP,
            Protocol.HTTP2,
            Protocol.TCP);
  }

  /** A sidecar goes on following its clients where the port does not say, a Gateway does not. */
  @Test
  void aDestinationRuleUpgradesEveryPort() throws Exception {
    assertThat(shown(mesh("", UPGRADE, false)))
        .containsExactly(
            Protocol.HTTP2,
            Protocol.HTTP2,
            Protocol.UNSAID,
            Protocol.HTTP2,
            Protocol.HTTP2,
            Protocol.HTTP2);
  }

  @Test
  void theMeshUpgradesPortsThatSayHttp() throws Exception {
    assertThat(shown(mesh("h2UpgradePolicy: UPGRADE", LIMIT, false)))
        .containsExactly(
            Protocol.HTTP2,
            Protocol.HTTP2,
            Protocol.UNSAID,
            Protocol.HTTP2,
            Protocol.HTTP2,
            Protocol.TCP);
    assertThat(shown(mesh("h2UpgradePolicy: UPGRADE", "h2UpgradePolicy: DO_NOT_UPGRADE", false)))
        .startsWith(Protocol.HTTP);
  }

  @Test
  void theClientsVersionGoesBeforeEverything() throws Exception {
    assertThat(shown(mesh("h2UpgradePolicy: UPGRADE", FOLLOW, false)))
        .containsOnly(Protocol.UNSAID);
  }

  /** The server's proxy has the same pool towards its workload, but upgrades nothing. */
  @Test
  void aServersProxyFollowsItsClientsToo() throws Exception {
    shown(mesh("", FOLLOW, true));
    shown(mesh("", UPGRADE, true));
    String sidecar =
        """
        ---
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: default, namespace: shop}
        spec:
          egress: [{hosts: ["./*"]}]
          inboundConnectionPool: {http: {useClientProtocol: true}}
        """;
    ResolvedMesh mesh = mesh("", UPGRADE, true, sidecar);
    shown(mesh);
    var server = mesh.server(Objects.requireNonNull(mesh.workload("local", "shop/stock-0")));
    assertThat(Objects.requireNonNull(server).ports().values())
        .extracting(port -> port.spoken())
        .containsOnly(Protocol.UNSAID);
  }
}
