package io.meshtwin.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.rollout.Rollout;
import io.meshtwin.bridge.rollout.Waves;
import io.meshtwin.bridge.sample.Echo;
import io.meshtwin.bridge.sample.Eventually;
import io.meshtwin.bridge.sample.LoopbackAddresses;
import io.meshtwin.bridge.sample.Mesh;
import io.meshtwin.bridge.sample.RawHttp;
import io.meshtwin.bridge.sample.RunningEnvoy;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a resolved mesh to two real Envoys. */
@UsesEnvoy
class BridgeTest {
  private static final ProxyId A = ProxyId.sidecar("shop", "web-a");
  private static final ProxyId B = ProxyId.sidecar("shop", "web-b");
  private static final Waves QUICK = Waves.DEFAULT.within(Duration.ofSeconds(20));

  /** Its RE2 program is larger than an Envoy takes of which nobody set the limit, as here. */
  private static final String LARGE =
      "{path: {type: RegularExpression, value: '/(abcdefghij){20}'}}";

  private static final String LIMIT = "\"re2.max_program_size.error_level\": ";

  private static final String ONLY_V1 = "{path: {type: PathPrefix, value: /v1}}";

  private final Echo cart = Echo.named("cart");
  private final LoopbackAddresses addresses = new LoopbackAddresses();
  private final Bridge bridge = Bridge.open(0, addresses, SecretSource.NONE);
  private final EnvoyBinary binary;
  private List<RunningEnvoy> envoys = List.of();

  BridgeTest(EnvoyBinary binary) {
    this.binary = binary;
  }

  @BeforeEach
  void start() {
    bridge.publish(Mesh.shop(cart));
    envoys =
        List.of(
            RunningEnvoy.start(
                binary,
                A,
                bridge.port(),
                false,
                bootstrap -> bootstrap.replaceFirst(LIMIT + "[0-9]+", LIMIT + 100)),
            RunningEnvoy.start(binary, B, bridge.port(), true));
    for (ProxyId proxy : List.of(A, B)) {
      String target = bridge.configuration(proxy).orElseThrow().version();
      Eventually.holds(
          proxy + " listens",
          () ->
              bridge
                      .ledger()
                      .proxy(proxy)
                      .filter(record -> record.converged().equals(target))
                      .isPresent()
                  && RawHttp.listens(port(proxy)),
          () -> bridge.ledger().proxies() + envoys.getFirst().log());
    }
  }

  @AfterEach
  void close() {
    envoys.forEach(RunningEnvoy::close);
    bridge.close();
    cart.close();
  }

  @Test
  void aRolloutConvergesOnEveryProxy() throws Exception {
    assertThat(status(A, "/")).isEqualTo(200);
    Rollout rollout = bridge.rollOut(Mesh.shop(cart, ONLY_V1), QUICK);
    assertThat(rollout).isEqualTo(new Rollout.Converged(List.of(A, B), List.of()));
    for (ProxyId proxy : List.of(A, B)) {
      assertThat(status(proxy, "/v1/x")).isEqualTo(200);
      assertThat(status(proxy, "/")).isEqualTo(404);
    }
  }

  @Test
  void aRolloutThatAProxyRefusesIsTakenBackAndNamesResourceAndReason() throws Exception {
    bridge.rollOut(Mesh.shop(cart, ONLY_V1), QUICK);
    Rollout rollout = bridge.rollOut(Mesh.shop(cart, LARGE), QUICK);
    assertThat(rollout).isInstanceOf(Rollout.RolledBack.class);
    Rollout.RolledBack back = (Rollout.RolledBack) rollout;
    assertThat(back.returned()).as("the first wave only").containsExactly(A);
    assertThat(back.restored()).isTrue();
    assertThat(back.reason())
        .contains("sidecar~shop/web-a refused ROUTES")
        .contains("cart")
        .contains("program size");
    assertThat(status(A, "/v1/x")).isEqualTo(200);
    assertThat(status(B, "/")).isEqualTo(404);
  }

  @Test
  void aRolloutThatIsNotAnsweredInTimeIsTakenBack() throws Exception {
    envoys.getFirst().pause();
    try {
      Rollout rollout =
          bridge.rollOut(Mesh.shop(cart, ONLY_V1), QUICK.within(Duration.ofMillis(300)));
      assertThat(rollout).isInstanceOf(Rollout.RolledBack.class);
      assertThat(((Rollout.RolledBack) rollout).reason())
          .isEqualTo("sidecar~shop/web-a did not run the new state within PT0.3S");
      assertThat(status(B, "/")).isEqualTo(200);
    } finally {
      envoys.getFirst().resume();
    }
  }

  @Test
  void publishingReachesEveryProxyWithoutWaves() {
    bridge.publish(Mesh.shop(cart, ONLY_V1));
    for (ProxyId proxy : List.of(A, B)) {
      Eventually.holds(proxy + " routes", () -> status(proxy, "/") == 404, () -> "still 200");
    }
    assertThat(bridge.ledger().proxy(A).orElseThrow().of(ResourceType.ENDPOINTS)).hasSize(1);
  }

  private int port(ProxyId proxy) {
    return addresses.port(
        proxy, bridge.configuration(proxy).orElseThrow().of(ResourceType.LISTENER).firstKey());
  }

  private int status(ProxyId proxy, String path) {
    return RawHttp.get(port(proxy), "cart.shop", path).status();
  }
}
