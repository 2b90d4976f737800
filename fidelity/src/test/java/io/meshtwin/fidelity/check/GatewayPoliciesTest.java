package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshtwin.fidelity.tls.TokenKeys;
import io.meshtwin.simulator.access.Token;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.ClientCertificate;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Handshake;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Istio's policies ask at gateways, on a real Envoy that our bridge configures. */
@UsesEnvoy
class GatewayPoliciesTest {
  private static final String MESH =
      """
      apiVersion: networking.istio.io/v1
      kind: Gateway
      metadata: {name: edge, namespace: shop}
      spec:
        selector: {istio: ingressgateway}
        servers:
        - {port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}
        - {port: {number: 9000, name: tcp, protocol: TCP}, hosts: ["*"]}
        - port: {number: 443, name: https, protocol: HTTPS}
          hosts: [shop.example]
          tls: {mode: OPTIONAL_MUTUAL, credentialName: cert}
      ---
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: shop, namespace: shop}
      spec:
        hosts: ["*"]
        gateways: [edge]
        http:
        - match: [{headers: {"@request.auth.claims.group": {exact: beta}}}]
          route: [{destination: {host: beta}}]
        - match: [{withoutHeaders: {"@request.auth.claims[plan][name]": {prefix: g}}, uri: {prefix: /poor}}]
          route: [{destination: {host: beta}}]
        - match: [{headers: {x-group: {exact: alpha}}}]
          route: [{destination: {host: beta}}]
        - route: [{destination: {host: cart}}]
        tcp:
        - route: [{destination: {host: wire, port: {number: 9000}}}]
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: Gateway
      metadata: {name: api, namespace: shop}
      spec: {gatewayClassName: istio, listeners: [{name: http, port: 8080, protocol: HTTP}]}
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: api, namespace: shop}
      spec: {parentRefs: [{name: api}], rules: [{backendRefs: [{name: cart, port: 80}]}]}
      ---
      {apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh: ""}}
      ---
      {apiVersion: v1, kind: Secret, metadata: {name: cert, namespace: istio-system}, type: kubernetes.io/tls}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: wire, namespace: shop}
      spec: {selector: {app: cart}, ports: [{name: tcp, port: 9000}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: beta, namespace: shop}
      spec: {selector: {app: beta}, ports: [{name: http, port: 80, targetPort: 8080}]}
      ---
      {apiVersion: v1, kind: Pod, metadata: {name: cart-0, namespace: shop, labels: {app: cart}}}
      ---
      {apiVersion: v1, kind: Pod, metadata: {name: beta-0, namespace: shop, labels: {app: beta}}}
      ---
      apiVersion: security.istio.io/v1
      kind: POLICY
      metadata: {name: policy, namespace: NAMESPACE}
      spec: SPEC
      """;

  /** Any: a run signs tokens itself, and its own key stands in. */
  private static final String KEYS = new TokenKeys().publicKeys();

  private static final boolean VALID = true;
  private static final boolean FORGED = false;

  /** Where the tests come from. */
  private static final String LOOPBACK = "127.0.0.1";

  private final Proof proof;

  GatewayPoliciesTest(EnvoyBinary installed, @TempDir Path directory) {
    proof = new Proof(installed, directory);
  }

  @Test
  void aPolicyThatSelectsTheProxiesIsAskedBeforeAnyRule() throws Exception {
    var mesh = edge("{action: DENY, rules: [{to: [{operation: {paths: [/admin*]}}]}]}");
    agree(mesh, get("/admin/x"), "rejected 403");
    agree(mesh, get("/"), "shop/cart-0");
  }

  @Test
  void anAllowPolicyRefusesWhatItDoesNotTake() throws Exception {
    var mesh = edge("{rules: [{to: [{operation: {hosts: [shop.example], methods: [GET]}}]}]}");
    agree(mesh, get("/"), "shop/cart-0");
    agree(mesh, at("istio", "edge", 80, "POST", "/", Map.of(), null), "rejected 403");
  }

  @Test
  void aPolicyThatTargetsAGatewayIsForThatGatewayAlone() throws Exception {
    String target = "targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: api}]";
    var mesh = mesh("AuthorizationPolicy", "shop", "{action: DENY, rules: [{}], " + target + "}");
    agree(mesh, at("k8s", "api", 8080, "GET", "/", Map.of(), null), "rejected 403");
    agree(mesh, get("/"), "shop/cart-0");
  }

  @Test
  void anAddressIsThatOfTheConnection() throws Exception {
    for (String field : List.of("ipBlocks", "remoteIpBlocks")) {
      String rules = "{action: DENY, rules: [{from: [{source: {" + field + ": [BLOCK]}}]}]}";
      agree(edge(rules.replace("BLOCK", "127.0.0.0/8")), get("/"), "rejected 403");
      agree(edge(rules.replace("BLOCK", "10.0.0.0/8")), get("/"), "shop/cart-0");
    }
  }

  @Test
  void whatAClientSaysThatItWasForwardedForDoesNotCount() throws Exception {
    var mesh = edge("{rules: [{from: [{source: {remoteIpBlocks: [10.0.0.0/8]}}]}]}");
    var forwarded = Map.of("x-forwarded-for", "10.1.2.3");
    agree(mesh, at("istio", "edge", 80, "GET", "/", forwarded, null), "rejected 403");
  }

  @Test
  void trustedProxiesBeforeTheGatewaySayWhereClientsAre() throws Exception {
    var one = behind(1);
    agree(one, forwarded("10.1.2.3"), "shop/cart-0");
    agree(one, forwarded("10.1.2.3, 192.0.2.1"), "rejected 403");
    agree(one, forwarded("192.0.2.1, 10.1.2.3"), "shop/cart-0");
    agree(one, forwarded("10.1.2.3:80"), "rejected 403");
    agree(one, get("/"), "rejected 403");
    var two = behind(2);
    agree(two, forwarded("10.1.2.3, 192.0.2.1"), "shop/cart-0");
    agree(two, forwarded("10.1.2.3"), "rejected 403");
  }

  @Test
  void whichSchemeTrustedProxiesSayIsNotModelled() {
    Call call = at("istio", "edge", 80, "GET", "/", Map.of("x-forwarded-proto", "https"), null);
    assertThat(new Simulator(behind(1)).verdict(call).kind()).isEqualTo(Verdict.Kind.UNKNOWN);
  }

  private static ResolvedMesh behind(int proxies) {
    String settings =
        "mesh: '{defaultConfig: {gatewayTopology: {numTrustedProxies: " + proxies + "}}}'";
    String rules =
        "{selector: {matchLabels: {istio: ingressgateway}},"
            + " rules: [{from: [{source: {remoteIpBlocks: [10.0.0.0/8]}}]}]}";
    return Meshes.of(
        MESH.replace("mesh: \"\"", settings)
            .replace("POLICY", "AuthorizationPolicy")
            .replace("NAMESPACE", "istio-system")
            .replace("SPEC", rules));
  }

  private static Call forwarded(String addresses) {
    return at("istio", "edge", 80, "GET", "/", Map.of("x-forwarded-for", addresses), null);
  }

  @Test
  void connectionsThatArePassedOnAreAskedToo() throws Exception {
    String rules = "{action: DENY, rules: [{from: [{source: {ipBlocks: [BLOCK]}}]}]}";
    agree(edge(rules.replace("BLOCK", "127.0.0.0/8")), bytes(), "rejected null");
    agree(edge(rules.replace("BLOCK", "10.0.0.0/8")), bytes(), "shop/cart-0");
  }

  @Test
  void aPathMeansNothingToBytes() throws Exception {
    var deny = edge("{action: DENY, rules: [{to: [{operation: {paths: [/x], ports: ['1']}}]}]}");
    agree(deny, bytes(), "shop/cart-0");
    agree(edge("{rules: [{to: [{operation: {paths: [/x]}}]}]}"), bytes(), "rejected null");
  }

  @Test
  void aClientIsWhoItsCertificateSays() throws Exception {
    var mesh = edge("{rules: [{from: [{source: {principals: [outside/client]}}]}]}");
    agree(mesh, https("spiffe://outside/client"), "shop/cart-0");
    agree(mesh, https("spiffe://outside/other"), "rejected 403");
    agree(mesh, https(null), "rejected 403");
  }

  @Test
  void aTokenThatDoesNotVerifyIsRefusedAndNoneIsNot() throws Exception {
    var mesh = tokens("");
    agree(mesh, get("/"), "shop/cart-0");
    agree(mesh, with(claims("group", "\"alpha\""), VALID), "shop/cart-0");
    agree(mesh, with(claims("group", "\"alpha\""), FORGED), "rejected 401");
    agree(mesh, with("{\"iss\":\"nobody.example\"}", VALID), "rejected 401");
  }

  @Test
  void aTokensClaimsChooseTheRoute() throws Exception {
    var mesh = tokens("");
    agree(mesh, with(claims("group", "\"beta\""), VALID), "shop/beta-0");
    agree(mesh, with(claims("group", "[\"alpha\",\"beta\"]"), VALID), "shop/beta-0");
    agree(mesh, with(claims("group", "\"betamax\""), VALID), "shop/cart-0");
  }

  @Test
  void aClaimThatIsAbsentMeetsARuleThatIsForThoseWithout() throws Exception {
    var mesh = tokens("");
    agree(mesh, get("/poor"), "shop/beta-0");
    agree(mesh, with("/poor", claims("plan", "{\"name\":\"gold\"}"), VALID), "shop/cart-0");
    agree(mesh, with("/poor", claims("plan", "{\"name\":\"iron\"}"), VALID), "shop/beta-0");
  }

  @Test
  void aClaimBecomesAHeaderThatRulesReadAndNoBackendGetsAForgedOne() throws Exception {
    var mesh = tokens(", outputClaimToHeaders: [{header: x-group, claim: group}]");
    agree(mesh, with(claims("group", "\"alpha\""), VALID), "shop/beta-0");
    var forged = at("istio", "edge", 80, "GET", "/", Map.of("x-group", "alpha"), null);
    agree(mesh, forged, "shop/beta-0");
    Verdict verdict = new Simulator(mesh).verdict(forged);
    assertThat(verdict.received(verdict.shares().getFirst()).headers()).isEqualTo(Headers.NONE);
  }

  @Test
  void aHeaderIsWrittenOfAClaimAsEnvoyWritesIt() throws Exception {
    var mesh = tokens(", outputClaimToHeaders: [{header: x-said, claim: group}]");
    for (String value : List.of("''", "3", "1e3", "-2", "0.1234565", "true", "null", "['a', 1]")) {
      agree(mesh, with(claims("group", value.replace('\'', '"')), VALID), "shop/cart-0");
    }
  }

  @Test
  void aTokenIsHandedOnWhereTheRuleSaysSo() throws Exception {
    agree(tokens(""), with(claims("group", "\"alpha\""), VALID), "shop/cart-0");
    agree(
        tokens(", forwardOriginalToken: true"),
        with(claims("group", "\"alpha\""), VALID),
        "shop/cart-0");
  }

  private static String claims(String name, String value) {
    return "{\"iss\":\"issuer.example\",\"" + name + "\":" + value + "}";
  }

  private static ResolvedMesh edge(String policy) {
    String selected = "{selector: {matchLabels: {istio: ingressgateway}}, ";
    return mesh("AuthorizationPolicy", "istio-system", selected + policy.substring(1));
  }

  private static ResolvedMesh tokens(String more) {
    String rule = "{issuer: issuer.example, jwks: '" + KEYS + "'" + more + "}";
    return mesh("RequestAuthentication", "istio-system", "{jwtRules: [" + rule + "]}");
  }

  private static ResolvedMesh mesh(String kind, String namespace, String spec) {
    return Meshes.of(
        MESH.replace("POLICY", kind).replace("NAMESPACE", namespace).replace("SPEC", spec));
  }

  private static Call get(String path) {
    return at("istio", "edge", 80, "GET", path, Map.of(), null);
  }

  private static Call with(String claims, boolean valid) throws Exception {
    return with("/", claims, valid);
  }

  private static Call with(String path, String claims, boolean valid) throws Exception {
    JsonNode content = new ObjectMapper().readTree(claims);
    var token = new Token(content.path("iss").asText(), content, valid);
    return at("istio", "edge", 80, "GET", path, Map.of(), token);
  }

  private static Call bytes() {
    Call call = at("istio", "edge", 9000, "GET", "/", Map.of(), null);
    return new Call(call.from(), call.to(), Call.Protocol.TCP, null, call.request());
  }

  private static Call https(@Nullable String name) {
    Call call = at("istio", "edge", 443, "GET", "/", Map.of(), null);
    var certificate = name == null ? null : new ClientCertificate.Described(true, List.of(name));
    var request = new Request("GET", "https", "shop.example", "/", null, Headers.NONE);
    var handshake = new Handshake("shop.example", certificate);
    return new Call(call.from(), call.to(), Call.Protocol.HTTPS, handshake, request);
  }

  private static Call at(
      String group,
      String gateway,
      int port,
      String method,
      String path,
      Map<String, String> headers,
      @Nullable Token token) {
    String owner = group.equals("istio") ? "networking.istio.io" : "gateway.networking.k8s.io";
    var key = new ResourceKey(ResourceKey.LOCAL, owner, "Gateway", "shop", gateway);
    var client = new Client.AtGateway(key, null, LOOPBACK, new Caller(null, null, token));
    var request = new Request(method, "http", "shop.example", path, null, Headers.of(headers));
    var to = new Dial.ToHost("shop.example", port);
    return new Call(client, to, Call.Protocol.HTTP, null, request);
  }

  private void agree(ResolvedMesh mesh, Call call, String expected) throws Exception {
    Verdict verdict = new Simulator(mesh).verdict(call);
    String predicted =
        verdict.kind() == Verdict.Kind.FORWARDED
            ? verdict.shares().getFirst().endpoints().getFirst().name()
            : verdict.kind() + " " + verdict.status();
    assertThat(predicted).as(String.valueOf(verdict.effect())).isEqualTo(expected);
    proof.agree(mesh, call);
  }
}
