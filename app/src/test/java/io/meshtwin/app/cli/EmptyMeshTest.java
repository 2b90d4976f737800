package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmptyMeshTest {
  private static final String ALERTS =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: PrometheusRule
      metadata: {name: alerts, namespace: shop}
      """;

  @TempDir Path directory = Path.of("");

  private static void assertSaid(Ran ran, String source) {
    assertThat(ran.err())
        .contains("the mesh is empty: there is no Service, workload, Gateway or route in " + source)
        .contains("--mesh takes rendered manifests (kustomize build, helm template), or cluster");
  }

  @ParameterizedTest
  @CsvSource({
    "findings --mesh MESH, 0",
    "status --mesh MESH, 0",
    "verify --draft --mesh MESH, 0",
    "preview --mesh MESH --delete CANARY, 0",
    "equiv MESH MESH, 0",
    "simulate --requests - --mesh MESH, 0",
    "explain http://cart.shop/ --from shop/cart --mesh MESH, 2"
  })
  void everyAnswerAboutAMeshWithoutAnythingSaysSo(String command, int code) {
    var shop = new Shop(directory);
    String canary = shop.canary();
    for (String mesh : List.of(shop.write("alerts.yaml", ALERTS), shop.write("none.yaml", ""))) {
      Ran ran = Ran.command(command.replace("MESH", mesh).replace("CANARY", canary).split(" ", -1));
      assertThat(ran.code()).as(ran.err()).isEqualTo(code);
      assertSaid(ran, mesh);
    }
  }

  @Test
  void standardInputIsTheMeshOrTheChange() {
    for (String change : List.of("-f", "--delete")) {
      Ran ran = Ran.reading(Shop.MESH, "preview", "--mesh", "-", change, "-");
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err())
          .isEqualTo(
              "meshtwin: standard input (-) is named twice; put one of the two into a file\n");
    }
  }

  @Test
  void aMeshWithAServiceIsNotEmpty() {
    Ran ran = Ran.command("findings", "--mesh", new Shop(directory).mesh());
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void sourcesAreReadTogetherBeforeTheyAreCalledEmpty() {
    var shop = new Shop(directory);
    String alerts = shop.write("alerts.yaml", ALERTS);
    Ran ran = Ran.command("findings", "--mesh", alerts, "--mesh", shop.mesh());
    assertThat(ran.err()).doesNotContain("the mesh is empty");
  }
}
