package io.meshtwin.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshtwin.app.cli.SchemaCheck;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo from end to end: a real broker, real Envoys. */
@UsesEnvoy
class DemoTest {
  @TempDir private Path directory;

  @Test
  void whatIsPredictedIsObservedAndNoRequestFails(EnvoyBinary envoy) throws Exception {
    Run run = Run.of(Map.of("ENVOY", envoy.path().toString()), "demo", "--once", "-o", "json");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode report = new JsonMapper().readTree(run.out());
    assertThat(SchemaCheck.problems("demo", report)).isEmpty();
    assertThat(report.path("failed").asInt(-1)).isZero();
    assertThat(report.path("requests").asInt()).isGreaterThanOrEqualTo(10_000);
    assertThat(report.path("requestsDuringPush").asInt()).isPositive();
    assertThat(report.path("predicted").path("shop/catalog-v2").asDouble()).isEqualTo(0.1);
    report
        .path("predicted")
        .properties()
        .forEach(share ->
            assertThat(report.path("observed").path(share.getKey()).asDouble())
                .isCloseTo(share.getValue().asDouble(), within(0.02)));
    assertThat(report.path("change").path("state").asText()).isEqualTo("converged");
    assertThat(report.path("events").asInt()).isGreaterThan(20);
    assertThat(report.path("envoy").asText()).matches("\\d+\\.\\d+\\.\\d+");
  }

  @Test
  void withoutEnvoyItShowsWhatAProxyWouldGet() {
    Map<String, String> nowhere = Map.of("MESHTWIN_CACHE", directory.toString(), "PATH", "");
    Run run = Run.of(nowhere, "demo", "--once", "--no-install");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("run: tools/real-parts install envoy")
        .contains("shop/catalog:80: route everyone to shop/catalog-v1:80\n")
        .contains("route everyone to shop/catalog-v1:80 weight 90, shop/catalog-v2:80 weight 10");
  }
}
