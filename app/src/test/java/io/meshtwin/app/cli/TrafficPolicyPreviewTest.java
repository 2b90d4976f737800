package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How endpoints are chosen, before and after a DestinationRule. */
class TrafficPolicyPreviewTest {
  @TempDir Path directory = Path.of("");

  private String rule(String file, String policy) {
    return new Shop(directory)
        .write(
            file,
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: cart, namespace: shop}
            spec: {host: cart, trafficPolicy: {%s}}
            """
                .formatted(policy));
  }

  private Ran preview(String before, String after, String format) {
    String mesh =
        new Shop(directory)
            .write(
                "mesh.yaml",
                Shop.MESH.replace(
                    "template: {metadata: {",
                    "template: {metadata: {annotations: {sidecar.istio.io/status: '{}'}, "));
    return Ran.command(
        "preview",
        "--mesh",
        mesh,
        "--mesh",
        rule("before.yaml", before),
        "-f",
        rule("after.yaml", after),
        "--dialect",
        "istio",
        "-o",
        format);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          loadBalancer: {simple: RANDOM} | loadBalancer: {simple: ROUND_ROBIN} | balancing RANDOM | balancing none
          loadBalancer: {consistentHash: {httpHeaderName: a}} | loadBalancer: {consistentHash: {httpHeaderName: b}} | header:a | header:b
          outlierDetection: {consecutive5xxErrors: 3} | outlierDetection: {consecutive5xxErrors: 5} | consecutive5xxErrors 3 | consecutive5xxErrors 5
          connectionPool: {tcp: {maxConnections: 7}} | connectionPool: {tcp: {maxConnections: 8}} | maxConnections 7 | maxConnections 8
          """)
  void theLinesSayWhatIsTuned(String before, String after, String was, String is) {
    Ran ran = preview(before, after, "table");
    assertThat(ran.out().lines().filter(line -> line.startsWith("  before")))
        .isNotEmpty()
        .allMatch(line -> line.contains(was) && !line.contains(is));
    assertThat(ran.out().lines().filter(line -> line.startsWith("  after")))
        .isNotEmpty()
        .allMatch(line -> line.contains(is) && !line.contains(was));
  }

  @Test
  void jsonSaysItOfTheBackend() {
    String after = "connectionPool: {tcp: {maxConnections: 8, connectTimeout: 3s}}";
    JsonNode json = preview("loadBalancer: {simple: RANDOM}", after, "json").json();
    assertThat(json.at("/differences/0/before/backends/0/policy/balancing").asText())
        .isEqualTo("RANDOM");
    assertThat(json.at("/differences/0/after/backends/0/policy/maxConnections").asInt())
        .isEqualTo(8);
    assertThat(SchemaCheck.problems("preview", json)).isEmpty();
  }
}
