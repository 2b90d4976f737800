package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EquivCommandTest {
  @TempDir Path directory = Path.of("");

  @Test
  void aMeshBehavesLikeItself() {
    String mesh = new Shop(directory).mesh();
    Ran ran = Ran.command("equiv", mesh, mesh);
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).startsWith("no behaviour change");
  }

  @Test
  void meshesThatDifferAreToldApartByARequest() {
    var shop = new Shop(directory);
    String mesh = shop.mesh();
    shop.canary();
    Ran ran = Ran.command("equiv", mesh, directory.toString(), "-o", "json");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.json().at("/differences/0/witness/headers/x-env").asText()).isEqualTo("canary");
  }

  @Test
  void standardInputIsOneMeshAlone() {
    Ran ran = Ran.command("equiv", "-", "-");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("can be one of the two meshes");
  }
}
