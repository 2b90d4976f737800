package io.meshtwin.testkit.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@UsesEnvoy
class EnvoyBinaryTest {
  @Test
  void theBinaryIsEnvoyAndRuns(EnvoyBinary envoy) throws Exception {
    Process process = new ProcessBuilder(envoy.path().toString(), "--version").start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output).contains("envoy").contains("version:");
  }
}
