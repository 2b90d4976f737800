package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A port that does not say what it carries, in the mesh's mutual TLS, on real Envoys. */
@UsesEnvoy
class UnsaidPortTest {
  private static final String MESH =
      Meshes.WEB
          + """
          {apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh: ""}}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: stock, namespace: shop}
          spec: {selector: {app: stock}, ports: [{name: web, port: 8080, targetPort: 8080}]}
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: stock-0
            namespace: shop
            labels: {app: stock, security.istio.io/tlsMode: istio}
            annotations: {sidecar.istio.io/status: '{}'}
          status: {podIP: 10.0.0.1}
          ---
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata: {name: default, namespace: istio-system}
          spec: {mtls: {mode: PERMISSIVE}}
          """;

  private final Proof proof;

  UnsaidPortTest(EnvoyBinary installed, @TempDir Path directory) {
    proof = new Proof(installed, directory);
  }

  @Test
  void aPortWithoutAProtocolEndsTheMeshsTlsUnderPermissive() throws Exception {
    ResolvedMesh mesh = Meshes.of(MESH);
    var request = new Request("GET", "http", "stock.shop:8080", "/", null, Headers.NONE);
    Call call = call(mesh, Call.Protocol.HTTP, request);
    Verdict verdict = new Simulator(mesh).verdict(call);
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.FORWARDED);
    assertThat(verdict.arrivals().all()).allMatch(arrival -> arrival.mutual());
    proof.agree(mesh, call);
  }

  /** What reaches the workload in which version of HTTP is compared (Versions). */
  @Test
  void itsClusterSpeaksWhatTheClientSpeaks() throws Exception {
    var get = new Request("GET", "http", "stock.shop:8080", "/", null, Headers.NONE);
    var grpc = new Request("POST", "http", "stock.shop:8080", "/a.B/C", null, Headers.NONE);
    String plain =
        """
        ---
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: shop}
        spec: {mtls: {mode: DISABLE}}
        """;
    for (ResolvedMesh mesh : List.of(Meshes.of(MESH), Meshes.of(MESH + plain))) {
      Call first = call(mesh, Call.Protocol.HTTP, get);
      Call second = call(mesh, Call.Protocol.GRPC, grpc);
      proof.agree(mesh, first, second);
    }
  }

  private static Call call(ResolvedMesh mesh, Call.Protocol protocol, Request request) {
    var dial = new Dial.ToHost("stock.shop", 8080);
    return new Call(Meshes.web(mesh), dial, protocol, null, request);
  }
}
