package io.meshtwin.bridge.server;

import static io.meshtwin.bridge.sample.MintedSecrets.ca;
import static io.meshtwin.bridge.sample.MintedSecrets.secret;
import static io.meshtwin.bridge.sample.Routing.ORIGIN;
import static io.meshtwin.bridge.sample.Routing.anyHost;
import static io.meshtwin.bridge.sample.Routing.cluster;
import static io.meshtwin.bridge.sample.Routing.forward;
import static io.meshtwin.bridge.sample.Routing.gateway;
import static io.meshtwin.bridge.sample.Routing.rule;
import static io.meshtwin.bridge.sample.Routing.service;
import static io.meshtwin.bridge.sample.Routing.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.sample.Echo;
import io.meshtwin.bridge.sample.Eventually;
import io.meshtwin.bridge.sample.MintedSecrets;
import io.meshtwin.bridge.sample.RawHttp;
import io.meshtwin.bridge.sample.RunningEdge;
import io.meshtwin.bridge.sample.TlsClient;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.tls.Authority;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ServerTls;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets come and change on the same stream as everything else. */
@UsesEnvoy
class SecretsOverAdsTest {
  private static final String LISTENER = "shop/edge:443";

  private static final String PLAIN = "shop/edge:8080";

  private final EnvoyBinary binary;
  private final MintedSecrets secrets = new MintedSecrets().with("shop", "shop.example");

  SecretsOverAdsTest(EnvoyBinary binary) {
    this.binary = binary;
  }

  private static List<Listener> serving() {
    var tls =
        new Transport.Terminated(
            List.of("shop.example", "new.example"), new ServerTls(List.of(secret("shop")), null));
    var handler = new Handler.Http(anyHost(rule(RouteMatch.ANY, forward(to(1, "one")))));
    return List.of(
        new Listener(
            LISTENER,
            new Listener.Binding.ToGateway(443),
            List.of(new FilterChain("shop", tls, handler, ORIGIN)),
            ORIGIN));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNewCertificateReachesTheProxyAloneAndTheListenerStays(boolean delta) {
    try (Echo one = Echo.named("one");
        RunningEdge edge =
            RunningEdge.start(binary, delta, secrets, serving(), cluster("one", one.port()))) {
      int port = edge.open(LISTENER);
      assertThat(status(port, "shop.example")).isEqualTo(200);
      String listeners =
          edge.ledger().proxy(RunningEdge.EDGE).orElseThrow().of(ResourceType.LISTENER).toString();
      secrets.with("shop", "new.example");
      edge.push(serving(), cluster("one", one.port()));
      Eventually.holds("the new one", () -> status(port, "new.example") == 200, edge::log);
      assertThat(
              edge.ledger()
                  .proxy(RunningEdge.EDGE)
                  .orElseThrow()
                  .of(ResourceType.LISTENER)
                  .toString())
          .isEqualTo(listeners);
      assertThat(edge.ledger().counters().nacks()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCertificateThatComesLaterIsServedFromThenOn(boolean delta) {
    MintedSecrets none = new MintedSecrets();
    try (Echo one = Echo.named("one");
        RunningEdge edge =
            RunningEdge.start(binary, delta, none, serving(), cluster("one", one.port()))) {
      int port = edge.open(LISTENER);
      assertThat(status(none, port, "shop.example")).isZero();
      none.with("shop", "shop.example");
      edge.push(serving(), cluster("one", one.port()));
      Eventually.holds("served", () -> status(none, port, "shop.example") == 200, edge::log);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void envoyShowsNoPrivateKeyAndTheLedgerNeither(boolean delta) {
    try (Echo one = Echo.named("one");
        RunningEdge edge =
            RunningEdge.start(binary, delta, secrets, serving(), cluster("one", one.port()))) {
      String key = secrets.certificate(secret("shop")).orElseThrow().privateKey();
      String secondLine = key.lines().skip(1).findFirst().orElseThrow();
      assertThat(edge.admin("config_dump") + edge.ledger().proxies() + edge.log())
          .doesNotContain(secondLine);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void routesWaitForTheSecretsOfTheirNewClusters(boolean delta) {
    secrets.with("client", "edge.shop");
    Authority authority = secrets.authority();
    try (Echo one = Echo.named("one");
        Echo secure =
            Echo.secure(
                "secure", TlsClient.context(authority.pem(), authority.issue("one.example")));
        RunningEdge edge =
            RunningEdge.start(binary, delta, secrets, plain(null), cluster("one", one.port()))) {
      int port = edge.open(PLAIN);
      assertThat(RawHttp.get(port, "a.example", "/").body()).startsWith("one\n");
      UpstreamTls tls =
          new UpstreamTls.ByPolicy("one.example", List.of(ca()), List.of(), secret("client"));
      edge.push(plain(tls), cluster("one", secure.port()));
      assertThat(RawHttp.get(port, "a.example", "/").body()).startsWith("secure\n");
    }
  }

  private static List<Listener> plain(@Nullable UpstreamTls tls) {
    var destination =
        new WeightedDestination(
            1, new Destination.ToService(service("one"), tls), Changes.NONE, ORIGIN);
    return List.of(gateway(8080, anyHost(rule(RouteMatch.ANY, forward(destination)))));
  }

  private int status(int port, String name) {
    return status(secrets, port, name);
  }

  /** 0 where the handshake fails. */
  private static int status(MintedSecrets secrets, int port, String name) {
    try {
      return TlsClient.trusting(secrets.authority().pem()).get(port, name, name, "/").status();
    } catch (UncheckedIOException e) {
      return 0;
    }
  }
}
