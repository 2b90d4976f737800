package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.fidelity.wire.Response;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.testkit.parts.SourceTree;
import io.meshtwin.twin.resolve.ClientScope;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is not as predicted is seen: a proof that could not fail would prove nothing. */
class ExpectationTest {
  private static final Simulator SHOP =
      new Simulator(Meshes.of(SourceTree.root().resolve("examples/shop")));

  private final Expectation charge =
      new Expectation(SHOP.decide(call("POST", "/charge/7")), new TreeMap<>());

  @Test
  void whatIsAsPredictedHasNoDifference() {
    assertThat(differences("payments/payment", "POST", "/charge/7", "'x-client':['shop']"))
        .isEmpty();
  }

  @Test
  void whatEnvoyAddsByItselfIsNoDifference() {
    String headers = "'x-client':['shop'],'x-request-id':['1'],'x-forwarded-proto':['http']";
    assertThat(differences("payments/payment", "POST", "/charge/7", headers)).isEmpty();
  }

  @Test
  void anotherBackendIsSeen() {
    assertThat(differences("shop/cart", "POST", "/charge/7", "'x-client':['shop']"))
        .containsExactly(
            "backend: predicted [payments/payment], observed shop/cart port " + port());
  }

  @Test
  void everythingThatTheBackendReceivesIsCompared() {
    assertThat(differences("payments/payment", "PUT", "/charge", "'x-client':['a'],'x-b':['']"))
        .containsExactly(
            "method: predicted POST, observed PUT",
            "path: predicted /charge/7, observed /charge",
            "request header x-b: predicted none, observed ''",
            "request header x-client: predicted 'shop', observed 'a'");
  }

  @Test
  void anAnswerOfTheProxyInsteadOfABackendIsSeen() {
    var response = new Response(503, io.meshtwin.fidelity.wire.Headers.NONE, "no healthy upstream");
    assertThat(charge.differences(Observed.Answered.of(response, false)))
        .containsExactly("answered by the proxy: status 503");
  }

  @Test
  void aConnectionThatBreaksIsSeen() {
    assertThat(charge.differences(new Observed.Broken("reset")))
        .containsExactly("no response: reset");
  }

  @Test
  void anAnswerWhere404IsPredictedIsSeen() {
    var refund = new Expectation(SHOP.decide(call("GET", "/refund")), new TreeMap<>());
    assertThat(refund.differences(echo("payments/payment", "GET", "/refund", "")))
        .containsExactly("status: predicted 404, observed 200", "answered by payments/payment");
  }

  private List<String> differences(String workload, String method, String path, String headers) {
    return charge.differences(echo(workload, method, path, headers));
  }

  private static Observed echo(String workload, String method, String path, String headers) {
    String json =
        "{'workload':'%s','port':PORT,'method':'%s','host':'payment.payments','path':'%s','headers':{%s}}"
            .formatted(workload, method, path, headers)
            .replace('\'', '"')
            .replace("PORT", Integer.toString(port()));
    return Observed.Answered.of(
        new Response(200, io.meshtwin.fidelity.wire.Headers.NONE, json), false);
  }

  private static int port() {
    var shares = SHOP.verdict(call("POST", "/charge/7")).shares();
    return shares.getFirst().endpoints().getFirst().port();
  }

  private static Call call(String method, String path) {
    return new Call(
        new Client.InMesh(ClientScope.of("shop"), "shop/storefront"),
        new Dial.ToHost("payment.payments", 80),
        Call.Protocol.HTTP,
        new Request(method, "http", "payment.payments", path, null, Headers.NONE));
  }
}
