package io.meshtwin.bridge.server;

import static io.meshtwin.bridge.sample.Routing.ORIGIN;
import static io.meshtwin.bridge.sample.Routing.anyHost;
import static io.meshtwin.bridge.sample.Routing.cluster;
import static io.meshtwin.bridge.sample.Routing.forward;
import static io.meshtwin.bridge.sample.Routing.gateway;
import static io.meshtwin.bridge.sample.Routing.rule;
import static io.meshtwin.bridge.sample.Routing.service;
import static io.meshtwin.bridge.sample.Routing.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.bridge.sample.Echo;
import io.meshtwin.bridge.sample.Eventually;
import io.meshtwin.bridge.sample.RawHttp;
import io.meshtwin.bridge.sample.RunningEdge;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Cors;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Mirror;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.Retries;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.SessionPersistence;
import io.meshtwin.twin.routing.SessionPersistence.Carrier;
import io.meshtwin.twin.routing.Timeouts;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real Envoy does with mirrors, retries, CORS, sessions and paths of single backends. */
@UsesEnvoy
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryThroughEnvoyTest {
  private static final String LISTENER = "shop/edge:8080";
  private static final String HOST = "shop.example";

  private final Echo one = Echo.named("one");
  private final Echo two = Echo.named("two");
  private final Echo copy = Echo.named("copy");
  private final RunningEdge edge;
  private final int port;

  DeliveryThroughEnvoyTest(EnvoyBinary binary) {
    edge =
        RunningEdge.start(
            binary,
            true,
            SecretSource.NONE,
            List.of(gateway(8080, anyHost(rules()))),
            cluster("one", one.port()),
            cluster("two", two.port()),
            cluster("both", one.port(), two.port()),
            cluster("copy", copy.port()));
    port = edge.open(LISTENER);
  }

  @AfterAll
  void close() {
    edge.close();
    copy.close();
    two.close();
    one.close();
  }

  private static RouteRule[] rules() {
    Mirror all = new Mirror(new Destination.ToService(service("copy")), 1, 1, ORIGIN);
    Mirror third = new Mirror(new Destination.ToService(service("copy")), 1, 3, ORIGIN);
    Retries retries = new Retries(1, List.of("retriable-status-codes"), List.of(503), null);
    var header = new SessionPersistence(Carrier.HEADER, "x-stay", null);
    var cookie = new SessionPersistence(Carrier.COOKIE, "stay", Duration.ofHours(1));
    return new RouteRule[] {
      delivered("/copied", List.of(all), null, null),
      delivered("/third", List.of(third), null, null),
      delivered("/flaky-retried", List.of(), retries, null),
      delivered("/flaky", List.of(), null, null),
      delivered("/header", List.of(), null, header),
      delivered("/cookie", List.of(), null, cookie),
      rule(prefix("/paths"), forward(to(1, "one", path("/1")), to(2, "two", path("/2")))),
      rule(prefix("/moved"), moved()),
      new RouteRule(
          "cors", prefix("/cors"), forward(to(1, "one")), cors(), Precedence.ALONE, ORIGIN)
    };
  }

  private static RouteRule delivered(
      String path,
      List<Mirror> mirrors,
      @Nullable Retries retries,
      @Nullable SessionPersistence session) {
    String service = session == null ? "one" : "both";
    return rule(
        prefix(path),
        new RouteAction.Forward(
            List.of(to(1, service)),
            Changes.NONE,
            new Delivery(Timeouts.NONE, retries, mirrors, session)));
  }

  private static RouteMatch prefix(String path) {
    return new RouteMatch(new PathMatch.SegmentPrefix(path), null, List.of(), List.of());
  }

  private static Changes path(String path) {
    return new Changes(HeaderChanges.NONE, HeaderChanges.NONE, null, new PathRewrite.Full(path));
  }

  private static RouteAction moved() {
    return new RouteAction.Redirect(
        302,
        null,
        "new.example",
        null,
        null,
        new HeaderChanges(Map.of("x-why", "moved"), Map.of(), List.of()));
  }

  private static Cors cors() {
    return new Cors(
        List.of(Cors.origin("https://a.example"), Cors.origin("https://*.b.example")),
        true,
        List.of("GET", "PUT"),
        List.of("*"),
        List.of("x-echo"),
        7,
        false);
  }

  @Test
  void aCopyOfEachRequestGoesToTheMirrorWithTheSameHostAndTheAnswerIsTheBackends() {
    assertThat(RawHttp.get(port, HOST, "/copied/1").body()).startsWith("one\n");
    Eventually.holds(
        "the copy", () -> copy.received().contains(HOST + " /copied/1"), copy.received()::toString);
  }

  @Test
  void aThirdOfTheRequestsIsCopied() {
    for (int request = 0; request < 300; request++) {
      assertThat(RawHttp.get(port, HOST, "/third").status()).isEqualTo(200);
    }
    assertThat(RawHttp.get(port, HOST, "/copied/last").status()).isEqualTo(200);
    Eventually.holds("the last copy", () -> copies("/copied/last") == 1, edge::log);
    assertThat(copies("/third")).isBetween(50L, 150L);
  }

  private long copies(String path) {
    return copy.received().stream().filter(seen -> seen.endsWith(" " + path)).count();
  }

  @Test
  void anUnavailableBackendIsTriedAgainWhereTheRuleSaysSo() {
    assertThat(RawHttp.get(port, HOST, "/flaky-retried").status()).isEqualTo(200);
    assertThat(RawHttp.get(port, HOST, "/flaky").status()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, https://a.example, true",
    "https://x.y.b.example, https://x.y.b.example, true",
    "https://b.example, '', true",
    "http://a.example, '', true"
  })
  void aPreflightIsAnsweredByTheProxyAndNeverForwarded(
      String origin, String allowed, String credentials) {
    RawHttp answer =
        RawHttp.send(
            "OPTIONS",
            port,
            HOST,
            "/cors/preflight",
            "origin: " + origin,
            "access-control-request-method: PUT",
            "access-control-request-headers: x-a");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("access-control-allow-origin")).isEqualTo(allowed);
    assertThat(answer.header("access-control-allow-credentials")).isEqualTo(credentials);
    assertThat(answer.header("access-control-allow-methods")).isEqualTo("GET, PUT");
    assertThat(answer.header("access-control-allow-headers")).isEqualTo("x-a");
    assertThat(answer.header("access-control-max-age")).isEqualTo("7");
    assertThat(one.received()).doesNotContain(HOST + " /cors/preflight");
  }

  @Test
  void aRequestOfAnAllowedOriginIsForwardedAndItsAnswerSaysSo() {
    RawHttp answer = RawHttp.get(port, HOST, "/cors/x", "origin: https://a.example");
    assertThat(answer.body()).startsWith("one\n");
    assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://a.example");
    assertThat(answer.header("access-control-expose-headers")).isEqualTo("x-echo");
    RawHttp other = RawHttp.get(port, HOST, "/cors/x", "origin: https://other.example");
    assertThat(other.status()).isEqualTo(200);
    assertThat(other.header("access-control-allow-origin")).isEmpty();
  }

  @Test
  void aSessionStaysWithItsEndpointByHeaderAndByCookie() {
    RawHttp first = RawHttp.get(port, HOST, "/header");
    String header = "x-stay: " + first.header("x-stay");
    RawHttp second = RawHttp.get(port, HOST, "/cookie");
    String cookie = second.header("set-cookie");
    assertThat(cookie).startsWith("stay=").contains("Path=/cookie", "Max-Age=3600");
    Set<String> byHeader = new TreeSet<>();
    Set<String> byCookie = new TreeSet<>();
    for (int request = 0; request < 20; request++) {
      byHeader.add(RawHttp.get(port, HOST, "/header", header).header("x-echo"));
      byCookie.add(
          RawHttp.get(port, HOST, "/cookie", "cookie: " + cookie.split(";", 2)[0])
              .header("x-echo"));
    }
    assertThat(byHeader).containsExactly(first.header("x-echo"));
    assertThat(byCookie).containsExactly(second.header("x-echo"));
  }

  @Test
  void eachBackendOfARuleGetsItsOwnPathInItsShare() {
    Map<String, Integer> seen = new TreeMap<>();
    for (int request = 0; request < 300; request++) {
      String[] lines = RawHttp.get(port, HOST, "/paths").body().split("\n", 3);
      seen.merge(lines[0] + " " + lines[1], 1, Integer::sum);
    }
    assertThat(seen).containsOnlyKeys("one target: /1", "two target: /2");
    assertThat(seen.get("one target: /1")).isBetween(50, 150);
  }

  @Test
  void aRedirectHasItsOwnHeaders() {
    RawHttp answer = RawHttp.get(port, HOST, "/moved");
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("x-why")).isEqualTo("moved");
  }
}
