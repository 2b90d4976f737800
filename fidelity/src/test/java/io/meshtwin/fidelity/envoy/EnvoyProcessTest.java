package io.meshtwin.fidelity.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.testkit.envoy.UsesEnvoy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesEnvoy
class EnvoyProcessTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final EnvoyBinary binary;

  @TempDir private Path directory;

  EnvoyProcessTest(io.meshtwin.testkit.envoy.EnvoyBinary installed) {
    binary = new EnvoyBinary(installed.path());
  }

  @Test
  void isReadyAndTellsItsVersion() {
    try (EnvoyProcess envoy = EnvoyProcess.start(binary, "idle", "{}", directory)) {
      envoy.awaitReady(LONG);
      assertThat(envoy.admin("/server_info")).contains(binary.version()).contains("LIVE");
    }
  }

  @Test
  void isGoneAfterClose() {
    EnvoyProcess envoy = EnvoyProcess.start(binary, "gone", "{}", directory).awaitReady(LONG);
    envoy.close();
    assertThat(envoy.isAlive()).isFalse();
  }

  @Test
  void twoRunBesideOneAnother() throws Exception {
    try (EnvoyProcess one = EnvoyProcess.start(binary, "one", "{}", directory);
        EnvoyProcess two = EnvoyProcess.start(binary, "two", "{}", directory)) {
      one.awaitReady(LONG);
      two.awaitReady(LONG);
      assertThat(one.adminAddress()).isNotEqualTo(two.adminAddress());
    }
  }

  @Test
  void oneThatDiesIsToldWithItsLastWords() {
    String bootstrap = "{static_resources: {listeners: [{name: 7}]}}";
    try (EnvoyProcess envoy = EnvoyProcess.start(binary, "dead", bootstrap, directory)) {
      assertThatThrownBy(() -> envoy.awaitReady(LONG))
          .isInstanceOf(EnvoyException.class)
          .hasMessageContaining("Envoy dead exited with 1")
          .hasMessageContaining("static_resources.listeners[0].name");
    }
  }

  @Test
  void theEnvironmentsEnvoyGoesFirst() {
    assertThat(EnvoyBinary.find(Map.of("ENVOY", binary.path().toString(), "PATH", "/bin")))
        .contains(binary);
  }

  @Test
  void anEnvoyThatIsNotThereIsAMistake() {
    assertThatThrownBy(() -> EnvoyBinary.find(Map.of("ENVOY", directory + "/none")))
        .isInstanceOf(EnvoyException.class)
        .hasMessageContaining("/none, which is not a program");
  }

  @Test
  void theCacheHoldsWhatTheScriptInstalled() throws Exception {
    Path cached = directory.resolve("real-parts/envoy-0123456789ab/envoy");
    Files.createDirectories(cached.getParent());
    Files.copy(binary.path(), cached);
    assertThat(EnvoyBinary.find(Map.of("MESHTWIN_CACHE", directory.toString(), "PATH", "")))
        .contains(new EnvoyBinary(cached));
  }

  @Test
  void withoutAnyThereIsNone() {
    assertThat(EnvoyBinary.find(Map.of("MESHTWIN_CACHE", directory.toString(), "PATH", "")))
        .isEmpty();
  }
}
