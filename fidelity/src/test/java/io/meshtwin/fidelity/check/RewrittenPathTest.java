package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Paths that only a rewrite can write, with real Envoys at both ends: the workload's proxy reads
 * them anew.
 */
@UsesEnvoy
class RewrittenPathTest {
  private static final int HTTP_1 = 80;
  private static final int HTTP_2 = 7070;
  private static final int UNSAID = 6060;

  private static final String MESH =
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh: ""}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: stock, namespace: shop}
      spec:
        selector: {app: stock}
        ports:
        - {name: http, port: 80, targetPort: 8080}
        - {name: grpc, port: 7070}
        - {name: web, port: 6060}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: stock, namespace: shop}
      spec: {template: {metadata: {labels: {app: stock}}, spec: {containers: []}}}
      ---
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: stock, namespace: shop}
      spec:
        hosts: [stock]
        http:
        - match: [{port: 80}]
          rewrite: {uriRegexRewrite: {match: 'MATCH', rewrite: 'REWRITE'}}
          route: [{destination: {host: stock, port: {number: 80}}}]
        - match: [{port: 7070}]
          rewrite: {uriRegexRewrite: {match: 'MATCH', rewrite: 'REWRITE'}}
          route: [{destination: {host: stock, port: {number: 7070}}}]
        - match: [{port: 6060}]
          rewrite: {uriRegexRewrite: {match: 'MATCH', rewrite: 'REWRITE'}}
          route: [{destination: {host: stock, port: {number: 6060}}}]
      """;

  private final Proof proof;

  RewrittenPathTest(EnvoyBinary installed, @TempDir Path directory) {
    proof = new Proof(installed, directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b", "?x", "b:c", "://x", "*", "/a b", "é"})
  void whatIsNoPathIsAnsweredByTheCodec(String path) throws Exception {
    Rewritten to = rewritten("^.*$", path);
    assertThat(to.verdict(HTTP_1, "GET").status()).isEqualTo(400);
    assertThat(to.verdict(UNSAID, "GET").status()).isEqualTo(400);
    assertThat(to.verdict(HTTP_1, "GRPC").grpcStatus()).isEqualTo(13);
    if (!path.equals("é")) {
      // HTTP/2 ends the connection, and the client's proxy answers.
      assertThat(to.verdict(HTTP_2, "GET").kind()).isEqualTo(Verdict.Kind.REJECTED);
      assertThat(to.verdict(HTTP_2, "GET").status()).isNull();
    }
    to.agree();
  }

  @Test
  void wherePathsWouldBeEmptyTheyAreKept() throws Exception {
    Rewritten to = rewritten("^/q()$", "\\1");
    assertThat(to.path()).isEqualTo("/q");
    to.agree();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a#b", "/a%00"})
  void whatNormalisationRefusesIsAnsweredByTheManager(String path) throws Exception {
    Rewritten to = rewritten("^.*$", path);
    assertThat(to.verdict(HTTP_1, "GET").status()).isEqualTo(400);
    assertThat(to.verdict(HTTP_2, "GRPC").grpcStatus()).isEqualTo(13);
    to.agree();
  }

  @Test
  void theWorkloadGetsAPathThatIsNormalisedAgain() throws Exception {
    assertThat(rewritten("^.*$", "/a/../b").path()).isEqualTo("/b");
    assertThat(rewritten("^.*$", "/a/./b?c/../d").path()).isEqualTo("/a/b?c/../d");
    assertThat(rewritten("^.*$", "/a\\\\b").path()).isEqualTo("/a/b");
    rewritten("^.*$", "/a/../b").agree();
    rewritten("^.*$", "/a/./b?c/../d").agree();
    rewritten("^.*$", "/a\\\\b").agree();
  }

  @Test
  void whatReplacesNothingOrEndsEarlyIsDoneAsRe2DoesIt() throws Exception {
    assertThat(rewritten("^/q", "/x\\7").path()).isEqualTo("/q");
    assertThat(rewritten("^/(q)", "/x\\1\\y\\1").path()).isEqualTo("/xq");
    rewritten("^/q", "/x\\7").agree();
    rewritten("^/(q)", "/x\\1\\y\\1").agree();
  }

  @Test
  void aWholeUrlIsUnknown() {
    Rewritten to = rewritten("^.*$", "http://x/y");
    assertThat(to.verdict(HTTP_1, "GET").kind()).isEqualTo(Verdict.Kind.UNKNOWN);
    assertThat(to.verdict(HTTP_1, "GET").reason()).contains("a path that is a whole URL");
    assertThat(rewritten("^.*$", "*").verdict(HTTP_1, "OPTIONS").kind())
        .isEqualTo(Verdict.Kind.UNKNOWN);
  }

  @Test
  void whereFirstBytesSayWhatAConnectionCarriesItIsUnknown() throws Exception {
    String plain =
        """
        ---
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: istio-system}
        spec: {mtls: {mode: DISABLE}}
        """;
    String text = MESH.replace("MATCH", "^.*$").replace("REWRITE", "b") + plain;
    ResolvedMesh mesh = Meshes.of(text);
    var to = new Rewritten(mesh, new Simulator(mesh));
    assertThat(to.verdict(HTTP_1, "GET").status()).isEqualTo(400);
    assertThat(to.verdict(UNSAID, "GET").kind()).isEqualTo(Verdict.Kind.UNKNOWN);
    to.agree();
  }

  private Rewritten rewritten(String match, String rewrite) {
    ResolvedMesh mesh = Meshes.of(MESH.replace("MATCH", match).replace("REWRITE", rewrite));
    return new Rewritten(mesh, new Simulator(mesh));
  }

  private final class Rewritten {
    private final ResolvedMesh mesh;
    private final Simulator simulator;

    Rewritten(ResolvedMesh mesh, Simulator simulator) {
      this.mesh = mesh;
      this.simulator = simulator;
    }

    Verdict verdict(int port, String method) {
      return simulator.verdict(call(port, method));
    }

    /** What the workload gets. */
    String path() {
      Verdict verdict = verdict(HTTP_1, "GET");
      return verdict.received(verdict.shares().getFirst()).path();
    }

    /** Whatever is known is done. */
    void agree() throws Exception {
      var calls = new ArrayList<Call>();
      for (int port : List.of(HTTP_1, HTTP_2, UNSAID)) {
        for (String method : List.of("GET", "OPTIONS", "GRPC")) {
          if (verdict(port, method).kind() != Verdict.Kind.UNKNOWN) {
            calls.add(call(port, method));
          }
        }
      }
      // At least what is spoken in HTTP/1.1: of some paths HTTP/2 is unknown.
      assertThat(calls).hasSizeGreaterThanOrEqualTo(5);
      proof.agree(mesh, calls);
    }

    private Call call(int port, String method) {
      boolean grpc = method.equals("GRPC");
      Workload from = Objects.requireNonNull(mesh.workload("local", "shop/stock"));
      var request =
          new Request(
              grpc ? "POST" : method,
              "http",
              "stock.shop",
              "/q",
              null,
              grpc ? Headers.of(Map.of("content-type", "application/grpc")) : Headers.NONE);
      return new Call(
          new Client.InMesh(mesh.scope(from), from.name(), Caller.UNKNOWN),
          new Dial.ToHost("stock.shop", port),
          grpc ? Call.Protocol.GRPC : Call.Protocol.HTTP,
          null,
          request);
    }
  }
}
