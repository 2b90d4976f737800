package io.meshtwin.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.parts.SourceTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UsesEnvoy
class FidelityCommandTest {
  private static final String SHOP = SourceTree.root().resolve("examples/shop").toString();

  private final Map<String, String> environment;

  @TempDir private Path directory;

  FidelityCommandTest(EnvoyBinary envoy) {
    environment = Map.of("ENVOY", envoy.path().toString());
  }

  @Test
  void theUsersOwnRequestsAreChecked() throws Exception {
    String requests =
        """
        {"id":"a","from":{"workload":"shop/storefront"},"url":"http://catalog/x"}
        {"id":"b","from":{"gateway":"shop/web"},"url":"http://www.shop.example/catalogue/7"}
        {"id":"c","from":{"workload":"shop/cart"},"url":"http://nowhere.shop/"}
        {"id":"d","from":{"workload":"shop/cart","jwt":{}},"url":"http://catalog/"}
        """;
    Path file = Files.writeString(directory.resolve("r.jsonl"), requests);
    Run run = fidelity("--requests", file.toString());
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode report = new JsonMapper().readTree(run.out());
    assertThat(report.path("checked").asInt()).isEqualTo(3);
    assertThat(report.path("agreed").asInt()).isEqualTo(3);
    assertThat(report.path("disagreements")).isEmpty();
    assertThat(report.path("unknown").asInt()).isZero();
    assertThat(report.path("unchecked").properties()).hasSize(1);
  }

  @Test
  void aMalformedRequestIsNamedByItsLine() throws Exception {
    Path file = Files.writeString(directory.resolve("r.jsonl"), "\n{\"id\":\"a\"}\n");
    Run run = fidelity("--requests", file.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("r.jsonl:2: url is missing");
  }

  @Test
  void withoutEnvoyOneLineSaysWhatToDo() {
    Map<String, String> nowhere = Map.of("MESHTWIN_CACHE", directory.toString(), "PATH", "");
    Run run = Run.of(nowhere, "fidelity", "--mesh", SHOP);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "meshtwin: no Envoy here (looked at ENVOY, the PATH and the cache);"
                + " run: tools/real-parts install envoy\n");
  }

  private Run fidelity(String... arguments) {
    var all =
        new java.util.ArrayList<>(java.util.List.of("fidelity", "--mesh", SHOP, "-o", "json"));
    all.addAll(java.util.List.of(arguments));
    return Run.of(environment, all.toArray(String[]::new));
  }
}
