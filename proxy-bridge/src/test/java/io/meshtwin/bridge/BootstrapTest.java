package io.meshtwin.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.parts.TemporaryDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@UsesEnvoy
class BootstrapTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void envoyAcceptsItAndItCarriesTheIdentityAndTheRegexLimit(boolean delta, EnvoyBinary binary)
      throws Exception {
    Bootstrap bootstrap =
        new Bootstrap(ProxyId.gateway("shop", "edge"), "127.0.0.1", 18000, 15000, delta);
    String json = bootstrap.json();
    assertThat(json)
        .contains(
            "\"id\": \"gateway~shop/edge\"",
            "\"re2.max_program_size.error_level\": 32768",
            delta ? "\"DELTA_GRPC\"" : "\"GRPC\"");
    try (TemporaryDirectory directory = TemporaryDirectory.create("bootstrap")) {
      Path file = directory.path().resolve("bootstrap.json");
      Files.writeString(file, json);
      Process process =
          new ProcessBuilder(binary.path().toString(), "--mode", "validate", "-c", file.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
    }
  }
}
