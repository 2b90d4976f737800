package io.meshtwin.bridge.server;

import static io.meshtwin.bridge.sample.MintedSecrets.ca;
import static io.meshtwin.bridge.sample.MintedSecrets.secret;
import static io.meshtwin.bridge.sample.Routing.ORIGIN;
import static io.meshtwin.bridge.sample.Routing.anyHost;
import static io.meshtwin.bridge.sample.Routing.cluster;
import static io.meshtwin.bridge.sample.Routing.forward;
import static io.meshtwin.bridge.sample.Routing.rule;
import static io.meshtwin.bridge.sample.Routing.service;
import static io.meshtwin.bridge.sample.Routing.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.bridge.sample.Echo;
import io.meshtwin.bridge.sample.MintedSecrets;
import io.meshtwin.bridge.sample.RawHttp;
import io.meshtwin.bridge.sample.RunningEdge;
import io.meshtwin.bridge.sample.TlsClient;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.tls.Authority;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ServerTls;
import io.meshtwin.twin.routing.ServerTls.ClientValidation;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.VirtualHost;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real Envoy does with TLS that the bridge configures over SDS. */
@UsesEnvoy
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsThroughEnvoyTest {
  private static final String LISTENER = "shop/edge:443";

  private final MintedSecrets secrets =
      new MintedSecrets()
          .with("shop", "shop.example")
          .with("wild", "*.example", "*.b.example")
          .with("client", "edge.shop");
  private final Authority stranger = Authority.named("stranger");
  private final Echo one = Echo.named("one");
  private final Echo two = Echo.named("two");
  private final Echo secure;
  private final RunningEdge edge;

  TlsThroughEnvoyTest(EnvoyBinary binary) {
    secure =
        Echo.secure(
            "secure",
            TlsClient.context(secrets.authority().pem(), secrets.authority().issue("one.example")));
    edge =
        RunningEdge.start(
            binary,
            true,
            secrets,
            List.of(listener()),
            cluster("one", one.port()),
            cluster("two", two.port()),
            cluster("secure", secure.port()),
            cluster(Cluster.Protocol.TCP, "raw", secure.port()));
    edge.open(LISTENER);
  }

  @AfterAll
  void close() {
    edge.close();
    secure.close();
    two.close();
    one.close();
  }

  private static Listener listener() {
    return new Listener(
        LISTENER,
        new Listener.Binding.ToGateway(443),
        List.of(
            terminated("shop", "shop.example", "shop", null, misdirecting()),
            terminated("wild", "*.example", "wild", null, http(to(1, "two"))),
            terminated("strict", "strict.example", "wild", clients(false), http(to(1, "one"))),
            terminated("lax", "lax.example", "wild", clients(true), http(to(1, "one"))),
            terminated("tcp", "tcp.example", "wild", null, new Handler.Tcp(List.of(to(1, "two")))),
            terminated("lost", "lost.example", "nobody", null, http(to(1, "one"))),
            terminated("good", "good.example", "wild", null, http(tls("one.example"))),
            terminated("bad", "bad.example", "wild", null, http(tls("other.example"))),
            new FilterChain(
                "through",
                new Transport.Passthrough(List.of("one.example")),
                new Handler.Tcp(List.of(to(1, "raw"))),
                ORIGIN)),
        ORIGIN);
  }

  private static ClientValidation clients(boolean insecure) {
    return new ClientValidation(List.of(ca()), insecure);
  }

  private static Handler http(WeightedDestination destination) {
    return new Handler.Http(anyHost(rule(RouteMatch.ANY, forward(destination))));
  }

  private static Handler misdirecting() {
    return new Handler.Http(
        List.of(
            new VirtualHost(
                "here", List.of("*"), List.of(rule(RouteMatch.ANY, forward(to(1, "one"))))),
            new VirtualHost(
                "elsewhere",
                List.of("*.example"),
                List.of(rule(RouteMatch.ANY, new RouteAction.Respond(421, "misdirected")))),
            new VirtualHost(
                "own",
                List.of("shop.example"),
                List.of(rule(RouteMatch.ANY, forward(to(1, "one")))))));
  }

  /** To a backend that must have the name, with the gateway's own certificate. */
  private static WeightedDestination tls(String name) {
    UpstreamTls tls =
        new UpstreamTls.ByPolicy("one.example", List.of(ca()), List.of(name), secret("client"));
    return new WeightedDestination(
        1, new Destination.ToService(service("secure"), tls), Changes.NONE, ORIGIN);
  }

  private static FilterChain terminated(
      String name,
      String serverName,
      String secret,
      @Nullable ClientValidation clients,
      Handler handler) {
    ServerTls tls = new ServerTls(List.of(secret(secret)), clients);
    return new FilterChain(
        name, new Transport.Terminated(List.of(serverName), tls), handler, ORIGIN);
  }

  private TlsClient client() {
    return TlsClient.trusting(secrets.authority().pem());
  }

  private TlsClient client(Authority issuer) {
    return TlsClient.trusting(secrets.authority().pem(), issuer.issue("client"));
  }

  private RawHttp get(TlsClient client, String name) {
    return client.get(edge.port(LISTENER), name, name, "/x");
  }

  @ParameterizedTest
  @CsvSource({"shop.example, one", "a.example, two", "a.b.example, two", "tcp.example, two"})
  void theNameAskedForChoosesTheChain(String name, String backend) {
    assertThat(get(client(), name).body()).startsWith(backend + "\n").contains("Host: " + name);
  }

  @Test
  void aHostOfAnotherListenerIsMisdirected() {
    RawHttp answer = client().get(edge.port(LISTENER), "shop.example", "a.example", "/x");
    assertThat(answer.status()).isEqualTo(421);
  }

  @Test
  void passedThroughTheClientSeesTheBackendsOwnCertificate() {
    assertThat(get(client(secrets.authority()), "one.example").body()).startsWith("secure\n");
    assertThatThrownBy(() -> get(client(), "one.example"))
        .as("the backend asks for a certificate")
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aClientsCertificateIsRequiredAndChecked() {
    assertThat(get(client(secrets.authority()), "strict.example").status()).isEqualTo(200);
    for (TlsClient refused : List.of(client(), client(stranger))) {
      assertThatThrownBy(() -> get(refused, "strict.example"))
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void withInsecureFallbackEveryClientIsServed() {
    for (TlsClient served : List.of(client(secrets.authority()), client(), client(stranger))) {
      assertThat(get(served, "lax.example").status()).isEqualTo(200);
    }
  }

  @Test
  void aChainWhoseCertificateIsNotHereClosesItsConnectionsAndTheOthersServe() {
    assertThatThrownBy(() -> get(client(), "lost.example"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(edge.ledger().counters().nacks()).isZero();
  }

  @Test
  void aBackendIsCheckedByNameAndIsShownTheGatewaysCertificate() {
    assertThat(get(client(), "good.example").body()).startsWith("secure\n");
    assertThat(get(client(), "bad.example").status()).isEqualTo(503);
  }

  @Test
  void plainTextIsClosed() {
    assertThatThrownBy(() -> RawHttp.get(edge.port(LISTENER), "shop.example", "/"))
        .isInstanceOf(UncheckedIOException.class);
  }
}
