package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesEnvoy
class ConfirmTest {
  private final EnvoyBinary envoy;
  @TempDir Path directory = Path.of("");

  ConfirmTest(EnvoyBinary envoy) {
    this.envoy = envoy;
  }

  @Test
  void everyWitnessIsReplayedOnARealEnvoyBeforeAndAfter() {
    var shop = new Shop(directory);
    Ran ran =
        Ran.in(
            Map.of("ENVOY", envoy.path().toString()),
            "",
            "preview",
            "--mesh",
            shop.mesh(),
            "-f",
            shop.canary(),
            "--confirm",
            "-o",
            "json");
    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    int changed = ran.json().at("/summary/changed").asInt();
    assertThat(changed).isPositive();
    for (String side : new String[] {"before", "after"}) {
      assertThat(ran.json().at("/confirmation/" + side + "/checked").asInt()).isEqualTo(changed);
      assertThat(ran.json().at("/confirmation/" + side + "/agreed").asInt()).isEqualTo(changed);
    }
    assertThat(ran.err()).contains("predictions are confirmed before");
  }
}
