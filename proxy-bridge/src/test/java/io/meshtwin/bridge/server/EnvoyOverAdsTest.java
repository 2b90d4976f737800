package io.meshtwin.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.bridge.cache.Configuration;
import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.cache.VersionedResource;
import io.meshtwin.bridge.ledger.Counters;
import io.meshtwin.bridge.ledger.Ledger;
import io.meshtwin.bridge.ledger.Refusal;
import io.meshtwin.bridge.ledger.ResourceRecord;
import io.meshtwin.bridge.sample.Echo;
import io.meshtwin.bridge.sample.Eventually;
import io.meshtwin.bridge.sample.Published;
import io.meshtwin.bridge.sample.RawHttp;
import io.meshtwin.bridge.sample.Routing;
import io.meshtwin.bridge.sample.RunningEnvoy;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@UsesEnvoy
class EnvoyOverAdsTest {
  private static final ProxyId PROXY = ProxyId.sidecar("shop", "web");
  private static final String LISTENER = "cart.shop:80";
  private static final String ITEMS = "items.shop:80";

  /** RE2 knows no backreferences. */
  private static final RouteMatch REFUSED =
      new RouteMatch(new PathMatch.Regex("/(a)\\1"), null, List.of(), List.of());

  private final EnvoyBinary binary;
  private final Published published = new Published();
  private final Ledger ledger = new Ledger(InstantSource.system());
  private final Echo one = Echo.named("one");
  private final Echo two = Echo.named("two");
  private XdsServer server = open(0);

  EnvoyOverAdsTest(EnvoyBinary binary) {
    this.binary = binary;
  }

  @AfterEach
  void close() {
    server.close();
    one.close();
    two.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aProxyRunsWhatIsPublishedAndTheLedgerShowsItsAcks(boolean delta) {
    Configuration configuration = published.set(PROXY, toOne(), cluster("one", one));
    try (RunningEnvoy envoy = start(delta)) {
      awaitConverged(configuration, envoy);
      assertThat(get("/x").body()).startsWith("one\ntarget: /x\n");
      var record = ledger.proxy(PROXY).orElseThrow();
      assertThat(record.delta()).isEqualTo(delta);
      assertThat(record.version()).matches("1\\.\\d+\\.\\d+");
      assertThat(record.of(ResourceType.ROUTES)).containsOnlyKeys(LISTENER);
      assertThat(record.of(ResourceType.ROUTES).values())
          .extracting(ResourceRecord::acked)
          .containsExactlyElementsOf(
              configuration.of(ResourceType.ROUTES).values().stream()
                  .map(VersionedResource::version)
                  .toList());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsRefusedIsNotSentAgainAndTheLedgerNamesIt(boolean delta) {
    Configuration good = published.set(PROXY, toOne(), cluster("one", one));
    try (RunningEnvoy envoy = start(delta)) {
      awaitConverged(good, envoy);
      published.push(
          server,
          PROXY,
          List.of(Routing.sidecar(Routing.rule(REFUSED, Routing.forward(Routing.to(1, "one"))))),
          cluster("one", one));
      Eventually.holds("a NACK", () -> ledger.counters().nacks() == 1, envoy::log);
      Refusal refusal = ledger.proxy(PROXY).orElseThrow().refusals().getLast();
      assertThat(refusal.type()).isEqualTo(ResourceType.ROUTES);
      assertThat(refusal.resources()).containsOnlyKeys(LISTENER);
      assertThat(refusal.message()).contains("invalid escape sequence");
      long responses = ledger.counters().responses();
      server.refresh(PROXY);
      assertThat(get("/x").body()).as("the previous state stands").startsWith("one\n");
      Configuration back = published.push(server, PROXY, toOne(), cluster("one", one));
      awaitConverged(back, envoy);
      assertThat(ledger.counters().nacks()).isEqualTo(1);
      assertThat(ledger.counters().responses()).isEqualTo(responses);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofSeveralRefusedTheCulpritIsFoundAndTheOthersArrive(boolean delta) {
    Cluster[] clusters = {cluster("one", one), cluster("two", two)};
    Configuration good = published.set(PROXY, both(RouteMatch.ANY, "one"), clusters);
    try (RunningEnvoy envoy = start(delta)) {
      awaitConverged(good, envoy);
      published.push(server, PROXY, both(REFUSED, "two"), clusters);
      int items = published.port(PROXY, ITEMS);
      Eventually.holds(
          "the innocent arrives",
          () -> RunningEnvoy.get(items, "/").body().startsWith("two\n"),
          () -> ledger.proxies() + envoy.log());
      assertThat(get("/").body()).as("the culprit stays as it was").startsWith("one\n");
      assertThat(ledger.proxy(PROXY).orElseThrow().refusals().getLast().resources())
          .containsOnlyKeys(LISTENER);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aProxyThatComesBackIsNotSentWhatItHas(boolean delta) {
    Configuration configuration = published.set(PROXY, toOne(), cluster("one", one));
    try (RunningEnvoy envoy = start(delta)) {
      awaitConverged(configuration, envoy);
      int port = server.port();
      server.close();
      Eventually.holds("no proxy", () -> ledger.proxies().isEmpty(), envoy::log);
      Counters before = ledger.counters();
      server = open(port);
      awaitConverged(configuration, envoy);
      assertThat(ledger.counters().connections()).isEqualTo(before.connections() + 1);
      assertThat(ledger.counters().resources()).isEqualTo(before.resources());
      assertThat(get("/x").body()).startsWith("one\n");
    }
  }

  @Test
  void anUnknownProxyIsRefusedAndCounted() {
    published.set(PROXY, toOne(), cluster("one", one));
    ProxyId stranger = ProxyId.sidecar("shop", "stranger");
    try (RunningEnvoy envoy = RunningEnvoy.start(binary, stranger, server.port(), false)) {
      Eventually.holds("refused", () -> ledger.counters().unknownProxies() > 0, envoy::log);
      assertThat(ledger.proxies()).isEmpty();
      assertThat(ledger.counters().responses()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noRequestFailsWhileRoutesMoveToNewClustersAndBack(boolean delta) throws Exception {
    Configuration first = published.set(PROXY, toOne(), cluster("one", one));
    try (RunningEnvoy envoy = start(delta)) {
      awaitConverged(first, envoy);
      AtomicBoolean done = new AtomicBoolean();
      AtomicInteger requests = new AtomicInteger();
      ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
      List<Thread> clients =
          List.of(hammer(done, requests, failures), hammer(done, requests, failures));
      for (int flip = 0; flip < 100; flip++) {
        Echo echo = flip % 2 == 0 ? two : one;
        String name = "gen-" + flip;
        awaitConverged(published.push(server, PROXY, to(name), cluster(name, echo)), envoy);
      }
      done.set(true);
      for (Thread client : clients) {
        client.join();
      }
      assertThat(failures).isEmpty();
      assertThat(requests.get()).isGreaterThan(100);
      assertThat(ledger.counters().nacks()).isZero();
      assertThat(envoy.admin("clusters")).contains("gen-99").doesNotContain("gen-98");
    }
  }

  private Thread hammer(
      AtomicBoolean done, AtomicInteger requests, ConcurrentLinkedQueue<String> failures) {
    return Thread.ofVirtual()
        .start(() -> {
          while (!done.get()) {
            var response = get("/");
            requests.incrementAndGet();
            if (response.statusCode() != 200) {
              failures.add(response.statusCode() + " " + response.body());
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aClusterThatChangesItsProtocolKeepsItsEndpoints(boolean delta) {
    Configuration first = published.set(PROXY, toOne(), cluster("one", one));
    try (RunningEnvoy envoy = start(delta)) {
      awaitConverged(first, envoy);
      Cluster http2 = Routing.cluster(Cluster.Protocol.HTTP2, "one", one.port());
      awaitConverged(published.push(server, PROXY, toOne(), http2), envoy);
      awaitConverged(published.push(server, PROXY, toOne(), cluster("one", one)), envoy);
      assertThat(get("/x").statusCode()).isEqualTo(200);
    }
  }

  private XdsServer open(int port) {
    return XdsServer.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), published, ledger);
  }

  private RunningEnvoy start(boolean delta) {
    return RunningEnvoy.start(binary, PROXY, server.port(), delta);
  }

  private void awaitConverged(Configuration configuration, RunningEnvoy envoy) {
    Eventually.holds(
        "converged to " + configuration.version(),
        () ->
            ledger
                .proxy(PROXY)
                .map(record -> record.converged().equals(configuration.version()))
                .orElse(false),
        () -> ledger.proxies() + "\n" + envoy.log());
    // Envoy ACKs before its workers have opened a new listener's port.
    Eventually.holds("listens", () -> RawHttp.listens(published.port(PROXY, LISTENER)), envoy::log);
  }

  private java.net.http.HttpResponse<String> get(String path) {
    return RunningEnvoy.get(published.port(PROXY, LISTENER), path);
  }

  private static List<Listener> both(RouteMatch ofCart, String items) {
    var forward = Routing.rule(RouteMatch.ANY, Routing.forward(Routing.to(1, items)));
    return List.of(
        Routing.sidecar(Routing.rule(ofCart, Routing.forward(Routing.to(1, "one")))),
        Routing.sidecar(ITEMS, "10.96.0.2", new Handler.Http(Routing.anyHost(forward))));
  }

  private static List<Listener> toOne() {
    return to("one");
  }

  private static List<Listener> to(String service) {
    return List.of(
        Routing.sidecar(Routing.rule(RouteMatch.ANY, Routing.forward(Routing.to(1, service)))));
  }

  private static Cluster cluster(String name, Echo echo) {
    return Routing.cluster(name, echo.port());
  }
}
