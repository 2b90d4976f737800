package io.meshtwin.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.app.cli.SchemaCheck;
import io.meshtwin.bridge.Bootstrap;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.fidelity.envoy.EnvoyProcess;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesEnvoy
class ProxiesTest {
  /** What RE2 makes of it is more than an Envoy of which nobody set the limit takes. */
  private static final String LARGE = "/(abcdefghij){20}";

  private static final String LIMIT = "\"re2.max_program_size.error_level\": ";

  private final io.meshtwin.fidelity.envoy.EnvoyBinary binary;
  @TempDir Path data;
  @TempDir Path manifests;
  @TempDir Path files;
  private SampleMesh mesh;

  ProxiesTest(EnvoyBinary found) {
    binary = new io.meshtwin.fidelity.envoy.EnvoyBinary(found.path());
  }

  @BeforeEach
  void mesh() {
    mesh = new SampleMesh(manifests);
  }

  @Test
  void aPublishedChangeConvergesWhenEnvoyRunsIt() {
    try (TestServer server = TestServer.embedded(data, mesh);
        var _ = envoy(server, ProxyId.sidecar("shop", "web"))) {
      awaitConverged(server);
      server.propose("ann", SampleMesh.route(90));
      server.step("bob", "c1", "approve");
      server.step("ann", "c1", "publish");
      var settled = server.awaitState("c1", "converged").body();
      assertThat(settled.at("/steps/4/note").asText()).isEqualTo("1 proxy");
      var proxies = server.get("/api/v1/proxies").body();
      assertThat(SchemaCheck.problems("proxies", proxies)).isEmpty();
      var proxy = proxies.path(0);
      assertThat(proxy.path("proxy").asText()).isEqualTo("sidecar~shop/web");
      assertThat(proxy.path("resources").findValuesAsText("state")).containsOnly("acked");
    }
  }

  @Test
  void aChangeThatEnvoyRefusesIsTakenBackAndTheRefusalNamed() {
    try (TestServer server = TestServer.embedded(data, mesh);
        var _ =
            envoy(
                server,
                ProxyId.sidecar("shop", "web"),
                bootstrap -> bootstrap.replaceFirst(LIMIT + "[0-9]+", LIMIT + 100))) {
      awaitConverged(server);
      var before = server.serving().loader().image().approved().digest();
      String refused =
          SampleMesh.route(90)
              .replace(
                  "  - backendRefs:",
                  "  - matches: [{path: {type: RegularExpression, value: '"
                      + LARGE
                      + "'}}]\n    backendRefs:");
      server.propose("ann", refused);
      server.step("bob", "c1", "approve");
      server.step("ann", "c1", "publish");
      var settled = server.awaitState("c1", "rolled-back").body();
      assertThat(settled.at("/steps/4/note").asText())
          .startsWith("sidecar~shop/web refused ")
          .contains("regex")
          .endsWith("; it comes from HTTPRoute shop/catalog spec.rules[0].matches[0]");
      assertThat(server.serving().loader().image().approved().digest()).isEqualTo(before);
      awaitConverged(server);
    }
  }

  @Test
  void aProxyThatNobodyKnowsIsRefusedAndCounted() {
    try (TestServer server = TestServer.embedded(data, mesh);
        var _ = envoy(server, ProxyId.sidecar("shop", "stranger"))) {
      TestServer.await(
          () -> server.get("/api/v1/status").body().at("/proxies/refused").asInt() > 0,
          "the stranger is counted");
      assertThat(server.get("/api/v1/proxies").body()).isEmpty();
    }
  }

  @Test
  void aProxyThatWentAwayIsShownAsLostSinceThen() {
    try (TestServer server = TestServer.embedded(data, mesh)) {
      try (var _ = envoy(server, ProxyId.sidecar("shop", "web"))) {
        awaitConverged(server);
      }
      TestServer.await(
          () -> server.get("/api/v1/status").body().at("/proxies/lost").size() == 1, "it is lost");
      assertThat(server.get("/api/v1/status").body().at("/proxies/connected")).isEmpty();
      assertThat(server.get("/api/v1/proxies").body().at("/0/state").asText()).isEqualTo("lost");
    }
  }

  private EnvoyProcess envoy(TestServer server, ProxyId proxy) {
    return envoy(server, proxy, bootstrap -> bootstrap);
  }

  private EnvoyProcess envoy(TestServer server, ProxyId proxy, UnaryOperator<String> changed) {
    int port = server.serving().xdsPort();
    String bootstrap = new Bootstrap(proxy, "127.0.0.1", port, 0, true).json();
    return EnvoyProcess.start(binary, proxy.name(), changed.apply(bootstrap), files);
  }

  private static void awaitConverged(TestServer server) {
    TestServer.await(
        () -> server.get("/api/v1/proxies").body().at("/0/converged").asBoolean(),
        "within " + Duration.ofMinutes(1) + " the proxy runs its configuration");
  }
}
