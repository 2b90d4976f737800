package io.meshtwin.bridge.server;

import static io.meshtwin.bridge.sample.Routing.forward;
import static io.meshtwin.bridge.sample.Routing.invalid;
import static io.meshtwin.bridge.sample.Routing.rule;
import static io.meshtwin.bridge.sample.Routing.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.bridge.cache.Configuration;
import io.meshtwin.bridge.ledger.Ledger;
import io.meshtwin.bridge.sample.Echo;
import io.meshtwin.bridge.sample.Eventually;
import io.meshtwin.bridge.sample.Published;
import io.meshtwin.bridge.sample.RawHttp;
import io.meshtwin.bridge.sample.Routing;
import io.meshtwin.bridge.sample.RunningEnvoy;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ValueMatch;
import io.meshtwin.twin.routing.VirtualHost;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real Envoy does with requests, where Envoy's defaults would have done something else. */
@UsesEnvoy
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestsThroughEnvoyTest {
  private static final ProxyId EDGE = ProxyId.gateway("shop", "edge");
  private static final int GATEWAY_PORT = 8080;

  private final Published published = new Published();
  private final Ledger ledger = new Ledger(InstantSource.system());
  private final Echo one = Echo.named("one");
  private final XdsServer server =
      XdsServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), published, ledger);
  private final RunningEnvoy envoy;

  RequestsThroughEnvoyTest(EnvoyBinary binary) {
    Listener listener =
        Routing.gateway(
            GATEWAY_PORT,
            List.of(
                new VirtualHost("shop", List.of("shop.example"), rules()),
                new VirtualHost("any", List.of("*"), rules())));
    Configuration configuration =
        published.set(EDGE, List.of(listener), Routing.cluster("one", one.port()));
    envoy = RunningEnvoy.start(binary, EDGE, server.port(), true);
    Eventually.holds(
        "converged",
        () ->
            ledger
                .proxy(EDGE)
                .map(record -> record.converged().equals(configuration.version()))
                .orElse(false),
        () -> ledger.proxies() + envoy.log());
  }

  @BeforeAll
  void awaitListening() {
    Eventually.holds("listens", () -> RawHttp.listens(port()), envoy::log);
  }

  @AfterAll
  void close() {
    envoy.close();
    server.close();
    one.close();
  }

  private static List<RouteRule> rules() {
    HeaderChanges request =
        new HeaderChanges(Map.of("x-set", "100%"), Map.of("x-add", "rule"), List.of("x-gone"));
    HeaderChanges share =
        new HeaderChanges(Map.of("x-set", "share"), Map.of("x-add", "share"), List.of());
    return List.of(
        rule(prefix("/foo"), forward(path(new PathRewrite.Prefix("/foo", "/")), to(1, "one"))),
        rule(prefix("/old"), forward(path(new PathRewrite.Prefix("/old", "/new/")), to(1, "one"))),
        rule(prefix("/full"), forward(path(new PathRewrite.Full("/a.b$1")), to(1, "one"))),
        rule(prefix("/half"), forward(to(1, "one"), invalid(1))),
        rule(prefix("/empty"), forward(to(1, "empty"))),
        rule(prefix("/none"), forward(invalid(1))),
        rule(
            prefix("/headers"),
            forward(
                new Changes(request, HeaderChanges.NONE, "new.example", null),
                to(1, "one", new Changes(share, HeaderChanges.NONE, null, null)),
                to(1, "one", new Changes(share, HeaderChanges.NONE, null, null)))),
        rule(
            new RouteMatch(
                new PathMatch.SegmentPrefix("/joined"),
                null,
                List.of(new ValueMatch.Named("x-many", new ValueMatch.Exact("a,b"))),
                List.of()),
            forward(to(1, "one"))),
        rule(
            prefix("/ext"),
            new RouteAction.Unmodelled(new Caveat("ExtensionRef x", Routing.ORIGIN))),
        rule(
            prefix("/tls"),
            new RouteAction.Redirect(301, "https", null, null, null, HeaderChanges.NONE)),
        rule(
            prefix("/same"),
            new RouteAction.Redirect(302, null, null, null, null, HeaderChanges.NONE)),
        rule(
            prefix("/moved"),
            new RouteAction.Redirect(
                308,
                null,
                "new.example",
                80,
                new PathRewrite.Prefix("/moved", "/"),
                HeaderChanges.NONE)));
  }

  @ParameterizedTest
  @CsvSource({
    "/foo, /",
    "/foo/, /",
    "/foo/bar?q=1, /bar?q=1",
    "/foo?q=1, /?q=1",
    "/old, /new",
    "/old/, /new/",
    "/old/x//y, /new/x//y",
    "/full/x?q=1, /a.b$1?q=1"
  })
  void aPrefixIsReplacedBySegments(String sent, String received) {
    assertThat(body(sent)).contains("target: " + received + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/foobar, 404",
    "/empty, 503",
    "/none, 500",
    "/ext, 501",
    "/none/../foo, 200",
    "/joined, 404"
  })
  void theStatusIsWhatGatewayApiSays(String path, int status) {
    assertThat(RawHttp.get(port(), "any.example", path).status()).isEqualTo(status);
  }

  @Test
  void theShareOfAnInvalidBackendIsAnsweredWith500() {
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int request = 0; request < 200; request++) {
      statuses.merge(RawHttp.get(port(), "any.example", "/half").status(), 1, Integer::sum);
    }
    assertThat(statuses).containsOnlyKeys(200, 500);
    assertThat(statuses.get(500)).isBetween(50, 150);
  }

  @Test
  void aSharesHeadersAreChangedAfterItsRules() {
    String body = RawHttp.get(port(), "any.example:81", "/headers", "x-gone: 1", "x-set: 1").body();
    assertThat(body)
        .contains("Host: new.example\n", "X-set: share\n", "X-add: rule\n", "X-add: share\n")
        .doesNotContain("X-gone", "X-envoy-expected", "X-envoy-original");
  }

  @Test
  void severalValuesOfAHeaderAreJoinedBeforeTheyAreCompared() {
    assertThat(RawHttp.get(port(), "any.example", "/joined", "x-many: a", "x-many: b").status())
        .isEqualTo(200);
  }

  @Test
  void aPortInHostIsIgnoredForMatchingAndForwardedUnchanged() {
    assertThat(RawHttp.get(port(), "shop.example:1234", "/old").body())
        .contains("Host: shop.example:1234\n");
  }

  @ParameterizedTest
  @CsvSource({
    "shop.example, /tls/x?q=1, https://shop.example/tls/x?q=1",
    "shop.example:8080, /tls, https://shop.example:443/tls",
    "shop.example, /same, http://shop.example:8080/same",
    "shop.example:9, /same, http://shop.example:8080/same",
    "shop.example:9, /moved/x?q=1, http://new.example/x?q=1",
    "shop.example, /moved, http://new.example/"
  })
  void aRedirectNamesThePortThatGatewayApiSays(String host, String path, String location) {
    assertThat(RawHttp.get(port(), host, path).header("location")).isEqualTo(location);
  }

  private int port() {
    return published.port(EDGE, "shop/edge:" + GATEWAY_PORT);
  }

  private String body(String path) {
    return RawHttp.get(port(), "any.example", path).body();
  }

  private static RouteMatch prefix(String path) {
    return new RouteMatch(new PathMatch.SegmentPrefix(path), null, List.of(), List.of());
  }

  private static Changes path(PathRewrite rewrite) {
    return new Changes(HeaderChanges.NONE, HeaderChanges.NONE, null, rewrite);
  }
}
