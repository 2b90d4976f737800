package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsCommandTest {
  @TempDir Path directory = Path.of("");
  private String mesh = "";

  @BeforeEach
  void write() throws IOException {
    mesh = new Shop(directory).mesh();
    route("");
  }

  private void route(String suppressed) throws IOException {
    String route =
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata:
          name: late
          namespace: shop
          annotations: {meshtwin.io/suppress: "%s"}
        spec:
          parentRefs: [{group: "", kind: Service, name: cart}]
          rules:
            - backendRefs: [{name: nowhere, port: 80}]
            - matches: [{path: {value: /x}}]
              backendRefs: [{name: cart, port: 80, weight: 0}]
        """
            .formatted(suppressed);
    Files.writeString(directory.resolve("late.yaml"), route);
  }

  private Ran findings(String... more) {
    String[] arguments = new String[more.length + 5];
    System.arraycopy(
        new String[] {"findings", "--mesh", mesh, "--mesh", directory + "/late.yaml"},
        0,
        arguments,
        0,
        5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return Ran.command(arguments);
  }

  @Test
  void whatAProxyRunsHasNoManifests() {
    Ran ran = Ran.command("findings", "--mesh", "envoy:dump.json");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("has no manifests, which findings are about");
  }

  @Test
  void theWorstComesFirstWithItsPlace() {
    Ran ran = findings();
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out().lines().toList().getFirst()).contains("1 error").contains("warning");
    assertThat(ran.out().lines().toList().get(1)).contains("MT0102 error").contains("late.yaml:10");
  }

  @Test
  void failOnDecidesTheExitCode() {
    assertThat(findings("--suppress", "MT0102", "--fail-on", "error").code()).isZero();
    assertThat(findings("--fail-on", "info").code()).isEqualTo(1);
  }

  @Test
  void suppressedFindingsAreCountedAndNotShown() {
    JsonNode all = findings("-o", "json").json();
    JsonNode some = findings("-o", "json", "--suppress", "MT01*=HTTPRoute shop/l*").json();
    assertThat(codes(all)).contains("MT0102", "MT0110");
    assertThat(codes(some)).doesNotContain("MT0102", "MT0110");
    assertThat(some.at("/summary/suppressed").asInt())
        .isEqualTo(all.path("findings").size() - some.path("findings").size());
  }

  @Test
  void anAnnotationSuppressesTheFindingsOfItsResource() throws IOException {
    route("MT0110, MT0102");
    assertThat(codes(findings("-o", "json").json())).doesNotContain("MT0110", "MT0102");
    route("MT0110, MT0099");
    JsonNode told = findings("-o", "json").json();
    assertThat(codes(told)).contains("MT0005").doesNotContain("MT0110");
    assertThat(told.toString()).contains("no finding has the code MT0099");
  }

  @Test
  void aCodeThatDoesNotExistIsRefused() {
    Ran ran = findings("--suppress", "MT0099");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--suppress MT0099: no finding has the code MT0099");
  }

  @Test
  void githubGetsAnAnnotationForEachFindingAtItsLine() {
    assertThat(findings("-o", "github").out())
        .contains("::error file=" + directory.toString().replace(":", "%3A"))
        .contains("late.yaml,line=10,title=MT0102");
  }

  @Test
  void sarifHasAResultForEachFindingWithAFingerprint() {
    JsonNode run = findings("-o", "sarif").json().at("/runs/0");
    assertThat(run.path("results")).isNotEmpty();
    assertThat(run.at("/results/0/partialFingerprints/meshtwin~1v1").asText()).hasSize(64);
  }

  private static String codes(JsonNode json) {
    return json.path("findings").findValuesAsText("code").toString();
  }
}
