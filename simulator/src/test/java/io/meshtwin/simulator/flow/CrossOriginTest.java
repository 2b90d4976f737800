package io.meshtwin.simulator.flow;

import static io.meshtwin.simulator.Chains.http;
import static io.meshtwin.simulator.Chains.listener;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Chains;
import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.flow.Verdict.Kind;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** CORS as Envoy's filter does it. */
class CrossOriginTest {
  private static final String ALLOWED = "https://a.shop.example";

  private static final Simulator SIMULATOR =
      simulator(
          "{allowOrigins: ['https://*.shop.example'], allowMethods: ['GET', 'PUT'],"
              + " allowHeaders: ['x-one'], exposeHeaders: ['x-two'], allowCredentials: true,"
              + " maxAge: 60}");

  @Test
  void aPreflightIsAnsweredByTheProxy() {
    Verdict verdict = preflight(ALLOWED);
    assertThat(verdict.status()).isEqualTo(200);
    assertThat(verdict.response().set())
        .containsEntry("access-control-allow-origin", ALLOWED)
        .containsEntry("access-control-allow-methods", "GET, PUT")
        .containsEntry("access-control-allow-headers", "x-one")
        .containsEntry("access-control-allow-credentials", "true")
        .containsEntry("access-control-max-age", "60");
  }

  @Test
  void aPreflightOfAnotherOriginIsNotForwardedAndNamesNoOrigin() {
    Verdict verdict = preflight("https://shop.test");
    assertThat(verdict.kind()).isEqualTo(Kind.RESPONDED);
    assertThat(verdict.response().set()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void theAnswerToAnAllowedOriginSaysSo() {
    Verdict verdict = SIMULATOR.verdict(http(80, "GET", "/", Map.of("origin", ALLOWED)));
    assertThat(verdict.kind()).isEqualTo(Kind.FORWARDED);
    assertThat(verdict.response().set())
        .containsEntry("access-control-allow-origin", ALLOWED)
        .containsEntry("access-control-expose-headers", "x-two");
  }

  @Test
  void theAnswerToAnyoneElseIsLeftAsItIs() {
    Verdict other = SIMULATOR.verdict(http(80, "GET", "/", Map.of("origin", "https://shop.test")));
    assertThat(other.response().set()).isEmpty();
    assertThat(SIMULATOR.verdict(http(80, "GET", "/", Map.of())).response().set()).isEmpty();
  }

  @Test
  void anOptionsRequestThatIsNoPreflightIsForwarded() {
    Verdict verdict = SIMULATOR.verdict(http(80, "OPTIONS", "/", Map.of("origin", ALLOWED)));
    assertThat(verdict.kind()).isEqualTo(Kind.FORWARDED);
  }

  private static Verdict preflight(String origin) {
    var headers = new TreeMap<>(Map.of("origin", origin, "access-control-request-method", "PUT"));
    return SIMULATOR.verdict(http(80, "OPTIONS", "/", headers));
  }

  static Simulator simulator(String cors) {
    var objects = new ArrayList<String>(Chains.gateway("[" + listener("http", 80, "HTTP") + "]"));
    objects.add(Meshes.service("cart"));
    objects.add(Meshes.workload("cart"));
    objects.add(
        Chains.route(
            "HTTPRoute",
            "cart",
            "rules: [{filters: [{type: 'CORS', cors: "
                + cors
                + "}], backendRefs: [{name: 'cart', port: 80}]}]"));
    return new Simulator(Meshes.mesh(objects.toArray(String[]::new)));
  }
}
