package io.meshtwin.simulator.flow;

import static io.meshtwin.simulator.Meshes.get;
import static io.meshtwin.simulator.Meshes.mesh;
import static io.meshtwin.simulator.Meshes.route;
import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.flow.Verdict.Kind;
import io.meshtwin.twin.resolve.ClientScope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatorTest {
  @Test
  void withoutARouteAServiceAnswersWithItsOwnWorkloads() {
    Verdict verdict = ask("", "/");
    assertThat(verdict.kind()).isEqualTo(Kind.FORWARDED);
    assertThat(verdict.shares().getFirst().workloads())
        .containsExactly(Map.entry("shop/cart", 1.0));
  }

  @Test
  void onceARouteAppliesWhatNoRuleTakesIsNotFoundAndNeverTheDefault() {
    Verdict verdict =
        ask("[{matches: [{path: {value: '/a'}}], backendRefs: [" + CART + "]}]", "/b");
    assertThat(verdict.status()).isEqualTo(404);
    assertThat(verdict.flags()).isEqualTo("NR");
  }

  @Test
  void aRuleWithoutBackendsAnswers500() {
    assertThat(ask("[{}]", "/").status()).isEqualTo(500);
  }

  @Test
  void theShareOfABackendThatIsMissingIsAnsweredWith500() {
    Verdict verdict = ask("[{backendRefs: [" + CART + ", {name: 'gone', port: 80}]}]", "/");
    assertThat(verdict.kind()).isEqualTo(Kind.FORWARDED);
    Share.Failure failure = verdict.shares().get(1).failure();
    assertThat(failure).isNotNull().extracting(Share.Failure::status).isEqualTo(500);
    assertThat(verdict.shares()).extracting(Share::weight).containsExactly(0.5, 0.5);
  }

  @Test
  void aServiceWithoutEndpointsAnswers503() {
    Verdict verdict =
        new Simulator(mesh(service("cart"), workload("other"))).verdict(get("cart", "/", Map.of()));
    assertThat(verdict.status()).isEqualTo(503);
    assertThat(verdict.flags()).isEqualTo("UH");
  }

  @Test
  void aNameThatTheClusterDoesNotHaveIsNotResolved() {
    Verdict verdict = simulator("").verdict(get("nobody", "/", Map.of()));
    assertThat(verdict.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(verdict.reason()).isEqualTo("dns");
  }

  @Test
  void nobodyListensAtAPortThatTheServiceDoesNotHave() {
    Call call = get("cart", "/", Map.of());
    Call other =
        new Call(call.from(), new Dial.ToHost("cart", 7777), call.protocol(), call.request());
    Verdict verdict = simulator("").verdict(other);
    assertThat(verdict.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(verdict.reason()).isEqualTo("no_listener");
  }

  @Test
  void aHostOutsideTheClusterIsPassedAsDialed() {
    Verdict verdict = simulator("").verdict(get("www.example.com", "/", Map.of()));
    assertThat(verdict.kind()).isEqualTo(Kind.PASSTHROUGH);
  }

  @Test
  void whatIsNotModelledIsUnknownAndNamesItself() {
    Verdict verdict =
        ask(
            "[{filters: [{type: 'ExtensionRef', extensionRef: {group: 'a.example', kind: 'B', name:"
                + " 'c'}}], backendRefs: ["
                + CART
                + "]}]",
            "/");
    assertThat(verdict.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(verdict.reason()).contains("ExtensionRef").contains("not modelled");
  }

  @Test
  void rulesSeeTheNormalisedPathAndTheBackendReceivesTheRewrittenOne() {
    String rewrite =
        "{type: 'URLRewrite', urlRewrite: {path: {type: 'ReplacePrefixMatch',"
            + " replacePrefixMatch: '/new'}}}";
    String rules =
        "[{matches: [{path: {value: '/old'}}], filters: ["
            + rewrite
            + "], backendRefs: ["
            + CART
            + "]}]";
    Verdict verdict = ask(rules, "/x/../old/y?q=1");
    assertThat(verdict.received(verdict.shares().getFirst()).target()).isEqualTo("/new/y?q=1");
  }

  @Test
  void severalValuesOfOneHeaderAreComparedJoinedByACommaWithoutSpace() {
    String rules =
        "[{matches: [{headers: [{name: 'V', value: 'one,two'}]}], backendRefs: [" + CART + "]}]";
    Call one = get("cart", "/", Map.of("v", "one"));
    var two = new Headers(Map.of("v", List.of("one", "two")));
    Request sent = one.request();
    var both = new Request("GET", "http", sent.authority(), "/", null, two);
    Simulator simulator = simulator(rules);
    assertThat(simulator.verdict(one).status()).isEqualTo(404);
    Call call = new Call(one.from(), one.to(), one.protocol(), both);
    assertThat(simulator.verdict(call).kind()).isEqualTo(Kind.FORWARDED);
  }

  @Test
  void tlsToAPortThatReadsHttpIsRejected() {
    Call http = get("cart", "/", Map.of());
    Call tls = new Call(http.from(), http.to(), Call.Protocol.TLS, http.request());
    Verdict verdict = simulator("").verdict(tls);
    assertThat(verdict.kind()).isEqualTo(Kind.REJECTED);
    assertThat(verdict.reason()).isEqualTo("tls");
    assertThat(verdict.flags()).isEqualTo("DPE");
  }

  @Test
  void aPodsOwnAddressIsNoServiceSoNoRouteActs() {
    Call call =
        new Call(
            new Client.InMesh(ClientScope.of("shop"), "shop/client"),
            new Dial.ToWorkload("shop/cart", 8080),
            Call.Protocol.HTTP,
            get("cart", "/", Map.of()).request());
    Verdict verdict = simulator("[{}]").verdict(call);
    assertThat(verdict.kind()).isEqualTo(Kind.FORWARDED);
    assertThat(verdict.shares().getFirst().service()).isNull();
  }

  private static final String CART = "{name: 'cart', port: 80}";

  private static Verdict ask(String rules, String target) {
    return simulator(rules).verdict(get("cart", target, Map.of()));
  }

  private static Simulator simulator(String rules) {
    return new Simulator(
        rules.isEmpty()
            ? mesh(service("cart"), workload("cart"))
            : mesh(service("cart"), workload("cart"), route(rules)));
  }
}
