package io.meshtwin.bridge.server;

import static io.meshtwin.bridge.sample.MintedSecrets.secret;
import static io.meshtwin.bridge.sample.Routing.ORIGIN;
import static io.meshtwin.bridge.sample.Routing.anyHost;
import static io.meshtwin.bridge.sample.Routing.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.bridge.sample.MintedSecrets;
import io.meshtwin.bridge.sample.RunningEdge;
import io.meshtwin.bridge.sample.TlsClient;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.tls.Authority;
import io.meshtwin.testkit.tls.Minted;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ServerTls;
import io.meshtwin.twin.routing.ServerTls.ClientValidation;
import io.meshtwin.twin.routing.ServerTls.Demand;
import io.meshtwin.twin.routing.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lists of revoked certificates in files beside the proxy, as an Istio Gateway's {@code
 * caCertificates} and {@code caCrl} name them: read by a real Envoy itself.
 */
@UsesEnvoy
class RevocationThroughEnvoyTest {
  private static final String LISTENER = "shop/edge:443";
  private static final String HOST = "shop.example";

  private final MintedSecrets secrets = new MintedSecrets().with("shop", HOST);
  private final Authority clients = Authority.named("clients");
  private final Minted good = clients.issue("good");
  private final Minted revoked = clients.issue("revoked");
  private final EnvoyBinary binary;

  @TempDir private Path directory;

  RevocationThroughEnvoyTest(EnvoyBinary binary) {
    this.binary = binary;
  }

  @Test
  void whoIsInTheFilesListIsRefused() throws IOException {
    try (RunningEdge edge = edge(Demand.REQUIRED, write("ca.crl", clients.revoking(revoked)))) {
      assertThat(status(edge, good)).isEqualTo(200);
      assertClosed(edge, revoked);
      assertClosed(edge, null);
    }
  }

  @Test
  void whoNeedNotShowACertificateIsRefusedWithARevokedOne() throws IOException {
    try (RunningEdge edge = edge(Demand.OPTIONAL, write("ca.crl", clients.revoking(revoked)))) {
      assertThat(status(edge, null)).isEqualTo(200);
      assertThat(status(edge, good)).isEqualTo(200);
      assertClosed(edge, revoked);
    }
  }

  @Test
  void withoutAListNobodyIsRevoked() throws IOException {
    try (RunningEdge edge = edge(Demand.REQUIRED, null)) {
      assertThat(status(edge, revoked)).isEqualTo(200);
    }
  }

  private RunningEdge edge(Demand demand, @Nullable ResourceKey list) throws IOException {
    ResourceKey authorities = write("ca.crt", clients.pem());
    var validation =
        new ClientValidation(List.of(authorities), demand, List.of(), List.of(), List.of(), list);
    var tls = new ServerTls(List.of(secret("shop")), validation);
    var served =
        new Handler.Http(anyHost(rule(RouteMatch.ANY, new RouteAction.Respond(200, "served"))));
    var chain =
        new FilterChain("https", new Transport.Terminated(List.of("*"), tls), served, ORIGIN);
    var listener =
        new Listener(LISTENER, new Listener.Binding.ToGateway(443), List.of(chain), ORIGIN);
    RunningEdge edge = RunningEdge.start(binary, true, secrets, List.of(listener));
    edge.open(LISTENER);
    assertThat(edge.ledger().counters().nacks()).isZero();
    return edge;
  }

  /** A file beside the proxy. */
  private ResourceKey write(String name, String text) throws IOException {
    return ServerTls.files(Files.writeString(directory.resolve(name), text).toString());
  }

  private int status(RunningEdge edge, @Nullable Minted own) {
    String authority = secrets.authority().pem();
    TlsClient client =
        own == null ? TlsClient.trusting(authority) : TlsClient.trusting(authority, own);
    return client.get(edge.port(LISTENER), HOST, HOST, "/").status();
  }

  private void assertClosed(RunningEdge edge, @Nullable Minted own) {
    assertThatThrownBy(() -> status(edge, own)).isInstanceOf(UncheckedIOException.class);
  }
}
