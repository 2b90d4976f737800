package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.access.Token;
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
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who enters a workload, with real Envoys at both ends. */
@UsesEnvoy
class ServerSideOnEnvoyTest {
  private static final String MESH =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: istio, namespace: istio-system}
      data: {mesh: ''}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec:
        selector: {app: cart}
        ports:
        - {name: http, port: 80, targetPort: 8080}
        - {name: tcp, port: 9000, targetPort: 9000}
        - {name: unsaid, port: 6060, targetPort: 6060}
      ---
      %s
      ---
      %s
      ---
      %s
      ---
      """
          .formatted(
              pod("shop", "cart", "cart", true),
              pod("shop", "web", "web", true),
              pod("legacy", "old", "old", false));

  private static final Verdict.Kind REJECTED = Verdict.Kind.REJECTED;
  private static final Verdict.Kind FORWARDED = Verdict.Kind.FORWARDED;

  private final Proof proof;

  ServerSideOnEnvoyTest(EnvoyBinary installed, @TempDir Path directory) {
    proof = new Proof(installed, directory);
  }

  private static String pod(String namespace, String name, String account, boolean sidecar) {
    String label =
        sidecar ? ", security.istio.io/tlsMode: istio" : ", sidecar.istio.io/inject: 'false'";
    String status = sidecar ? "sidecar.istio.io/status: '{}'" : "";
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      name: %s-0
      namespace: %s
      labels: {app: %s%s}
      annotations: {%s}
    spec: {serviceAccountName: %s, containers: [{name: main, image: example.com/main}]}
    status: {podIP: 10.0.0.%d, conditions: [{type: Ready, status: 'True'}]}
    """
        .formatted(
            name, namespace, name, label, status, account, Math.abs(name.hashCode() % 200) + 1)
        .strip();
  }

  @Test
  void mutualTlsOfTheMeshIsSpokenAndTheWorkloadIsToldWho() throws Exception {
    agree(MESH, http("shop/web-0", 80, "/", null), FORWARDED);
    agree(MESH + strict(), http("shop/web-0", 80, "/", null), FORWARDED);
  }

  @Test
  void aClientWithoutASidecarMeetsStrict() throws Exception {
    agree(MESH + strict(), http("legacy/old-0", 80, "/", null), REJECTED);
    agree(MESH + strict(), tcp("legacy/old-0"), REJECTED);
    agree(MESH + strict(), tcp("shop/web-0"), FORWARDED);
  }

  @Test
  void policiesReadIdentitiesAndPaths() throws Exception {
    String policy =
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: only, namespace: shop}
        spec:
          selector: {matchLabels: {app: cart}}
          rules:
          - from: [{source: {principals: [cluster.local/ns/shop/sa/web]}}]
            to: [{operation: {paths: [/open*]}}]
        ---
        """;
    agree(MESH + policy, http("shop/web-0", 80, "/open", null), FORWARDED);
    agree(MESH + policy, http("shop/web-0", 80, "/other", null), REJECTED);
    agree(MESH + policy, http("legacy/old-0", 80, "/open", null), REJECTED);
    // A rule that reads paths allows nothing on a port of bytes.
    agree(MESH + policy, tcp("shop/web-0"), REJECTED);
    // Requests to a port that does not say so are found to be requests, at both ends.
    agree(MESH + policy, http("shop/web-0", 6060, "/open", null), FORWARDED);
    agree(MESH + policy, http("shop/web-0", 6060, "/other", null), REJECTED);
  }

  @Test
  void tokensAreChecked() throws Exception {
    String policy =
        """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: tokens, namespace: shop}
        spec: {jwtRules: [{issuer: 'https://issuer.example', jwksUri: 'https://issuer.example/keys'}]}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: groups, namespace: shop}
        spec:
          selector: {matchLabels: {app: cart}}
          rules: [{when: [{key: 'request.auth.claims[groups]', values: [admin]}]}]
        ---
        """;
    String mesh = MESH + policy;
    agree(mesh, http("shop/web-0", 80, "/", token(true, "admin")), FORWARDED);
    agree(mesh, http("shop/web-0", 80, "/", token(true, "guest")), REJECTED);
    agree(mesh, http("shop/web-0", 80, "/", token(false, "admin")), REJECTED);
    agree(mesh, http("shop/web-0", 80, "/", null), REJECTED);
  }

  @Test
  void aTokensAudienceIsReadBeforeItsSignature() throws Exception {
    String policy =
        """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: tokens, namespace: shop}
        spec:
          jwtRules:
          - issuer: https://issuer.example
            jwksUri: https://issuer.example/keys
            audiences: [shop]
        ---
        """;
    assertThat(agree(MESH + policy, http("shop/web-0", 80, "/", token(true, "")), REJECTED))
        .isEqualTo(403);
    assertThat(agree(MESH + policy, http("shop/web-0", 80, "/", token(false, "")), REJECTED))
        .isEqualTo(403);
  }

  /** The same policies refuse where they are not tried only. */
  @Test
  void aPolicyThatIsTriedOnlyDeniesNothing() throws Exception {
    String policies =
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: deny, namespace: shop, annotations: {istio.io/dry-run: 'DRY'}}
        spec: {action: DENY, rules: [{to: [{operation: {ports: ['8080', '9000']}}]}]}
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: allow, namespace: shop, annotations: {istio.io/dry-run: 'DRY'}}
        spec: {action: ALLOW, rules: [{to: [{operation: {ports: ['1']}}]}]}
        ---
        """;
    for (Asked asked : List.of(http("shop/web-0", 80, "/", null), tcp("shop/web-0"))) {
      for (String dry : List.of("true", "1")) {
        agree(MESH + policies.replace("DRY", dry), asked, FORWARDED);
      }
      for (String enforced : List.of("false", "yes")) {
        agree(MESH + policies.replace("DRY", enforced), asked, REJECTED);
      }
    }
  }

  @Test
  void bytesToAPortThatReadsHttpAreRefusedThere() throws Exception {
    agree(MESH, new Asked("legacy/old-0", 80, Call.Protocol.TCP, "/", null), REJECTED);
  }

  @Test
  void aRuleWhoseBackendIsMissingKeepsItsFault() throws Exception {
    String rule =
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: cart, namespace: shop}
        spec:
          hosts: [cart]
          http:
          - fault: {abort: {httpStatus: 418, percentage: {value: 100}}}
            route: [{destination: {host: missing}}]
        ---
        """;
    agree(MESH + rule, http("shop/web-0", 80, "/", null), Verdict.Kind.RESPONDED);
  }

  private static String strict() {
    return """
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: istio-system}
    spec: {mtls: {mode: STRICT}}
    ---
    """;
  }

  private static Token token(boolean valid, String group) {
    ObjectNode claims = JsonNodeFactory.instance.objectNode().put("iss", "https://issuer.example");
    claims.putArray("groups").add(group);
    return new Token("https://issuer.example", claims, valid);
  }

  private record Asked(
      String from, int port, Call.Protocol protocol, String path, @Nullable Token token) {}

  private static Asked http(String from, int port, String path, @Nullable Token token) {
    return new Asked(from, port, Call.Protocol.HTTP, path, token);
  }

  private static Asked tcp(String from) {
    return new Asked(from, 9000, Call.Protocol.TCP, "/", null);
  }

  /** The status that is answered, null where a workload answers. */
  private @Nullable Integer agree(String yaml, Asked asked, Verdict.Kind kind) throws Exception {
    ResolvedMesh mesh = Meshes.of(yaml);
    Workload from = Objects.requireNonNull(mesh.workload("local", asked.from()));
    var call =
        new Call(
            new Client.InMesh(
                mesh.scope(from),
                from.name(),
                new Caller(from.serviceAccount(), Guards.HERE, asked.token())),
            new Dial.ToService("shop/cart", asked.port()),
            asked.protocol(),
            new Request("GET", "http", "cart.shop", asked.path(), null, Headers.NONE));
    Verdict verdict = new Simulator(mesh).verdict(call);
    assertThat(verdict.kind()).isEqualTo(kind);
    proof.agree(mesh, call);
    return verdict.status();
  }
}
