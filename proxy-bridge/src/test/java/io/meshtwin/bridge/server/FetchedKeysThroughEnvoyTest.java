package io.meshtwin.bridge.server;

import static io.meshtwin.bridge.sample.Routing.ORIGIN;
import static io.meshtwin.bridge.sample.Routing.anyHost;
import static io.meshtwin.bridge.sample.Routing.cluster;
import static io.meshtwin.bridge.sample.Routing.forward;
import static io.meshtwin.bridge.sample.Routing.rule;
import static io.meshtwin.bridge.sample.Routing.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.bridge.sample.Echo;
import io.meshtwin.bridge.sample.MintedSecrets;
import io.meshtwin.bridge.sample.RawHttp;
import io.meshtwin.bridge.sample.RunningEdge;
import io.meshtwin.bridge.sample.TlsClient;
import io.meshtwin.bridge.sample.TokenIssuer;
import io.meshtwin.bridge.secret.Authorities;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.bridge.secret.ServedCertificate;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.parts.Loopback;
import io.meshtwin.testkit.tls.Authority;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Public keys that a real Envoy fetches from a real server ({@code jwksUri}). */
@UsesEnvoy
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FetchedKeysThroughEnvoyTest {
  private static final String LISTENER = "shop/edge:8080";

  private final MintedSecrets minted = new MintedSecrets();
  private final Echo backend = Echo.named("one");
  private final TokenIssuer plain = new TokenIssuer(null);
  private final TokenIssuer secure = secure(minted.authority(), "localhost");
  private final TokenIssuer stranger = secure(Authority.named("stranger"), "localhost");
  private final TokenIssuer misnamed = secure(minted.authority(), "other.example");
  private final RunningEdge edge;

  FetchedKeysThroughEnvoyTest(EnvoyBinary binary) {
    List<TokenRule> rules =
        List.of(
            from("plain", plain.uri()),
            from("secure", secure.uri()),
            from("stranger", stranger.uri()),
            from("misnamed", misnamed.uri()),
            from("gone", "http://localhost:" + Loopback.freePort() + "/keys"),
            from("file", "file:///etc/keys"));
    var everything = new RouteMatch(new PathMatch.SegmentPrefix("/"), null, List.of(), List.of());
    var chain =
        new FilterChain(
                LISTENER,
                Transport.ANY,
                new Handler.Http(anyHost(rule(everything, forward(to(1, "one"))))),
                ORIGIN)
            .behind(List.of(new AccessFilter.Tokens(rules)));
    var listener =
        new Listener(LISTENER, new Listener.Binding.ToGateway(8080), List.of(chain), ORIGIN);
    edge =
        RunningEdge.start(
            binary, true, trusting(minted), List.of(listener), cluster("one", backend.port()));
  }

  @AfterAll
  void close() {
    edge.close();
    List.of(plain, secure, stranger, misnamed).forEach(TokenIssuer::close);
    backend.close();
  }

  private static TokenIssuer secure(Authority authority, String name) {
    return new TokenIssuer(TlsClient.context(authority.pem(), authority.issue(name)));
  }

  /** In place of what the system trusts. */
  private static SecretSource trusting(MintedSecrets minted) {
    return new SecretSource() {
      @Override
      public Optional<ServedCertificate> certificate(ResourceKey secret) {
        return minted.certificate(secret);
      }

      @Override
      public Optional<Authorities> authorities(ResourceKey resource) {
        return minted.authorities(resource);
      }

      @Override
      public Optional<Authorities> authorities(String path) {
        return minted.authorities(MintedSecrets.ca());
      }
    };
  }

  private static TokenRule from(String issuer, String uri) {
    return new TokenRule(
        issuer,
        List.of(),
        new TokenRule.Places(List.of(), List.of(), List.of(), false),
        new TokenRule.Content(List.of(), null, new TreeMap<>()),
        new TokenRule.Keys(uri, null),
        ORIGIN);
  }

  private int status(TokenIssuer signer, String issuer) {
    String token = "authorization: Bearer " + signer.sign(issuer);
    return RawHttp.get(edge.open(LISTENER), "any.example", "/", token).status();
  }

  @Test
  void keysAreFetchedBeforeTheListenerOpens() {
    assertThat(status(plain, "plain")).isEqualTo(200);
    assertThat(status(secure, "secure")).isEqualTo(200);
    assertThat(plain.fetches()).isPositive();
  }

  @Test
  void whatTheKeysDidNotSignIsRefused() {
    assertThat(status(secure, "plain")).isEqualTo(401);
    assertThat(status(plain, "secure")).isEqualTo(401);
  }

  @Test
  void aServerWhoseCertificateIsNotItsOwnIsNotBelieved() {
    assertThat(status(stranger, "stranger")).isEqualTo(401);
    assertThat(status(misnamed, "misnamed")).isEqualTo(401);
    assertThat(stranger.fetches() + misnamed.fetches()).isZero();
  }

  @Test
  void tokensWhoseKeysAreNotToBeHadAreRefused() {
    assertThat(status(plain, "gone")).isEqualTo(401);
    assertThat(status(plain, "file")).isEqualTo(401);
  }

  @Test
  void aRequestWithoutATokenPasses() {
    assertThat(RawHttp.get(edge.open(LISTENER), "any.example", "/").status()).isEqualTo(200);
  }
}
