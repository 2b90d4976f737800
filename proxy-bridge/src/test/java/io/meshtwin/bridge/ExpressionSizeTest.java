package io.meshtwin.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.parts.TemporaryDirectory;
import io.meshtwin.twin.regex.Problem;
import io.meshtwin.twin.regex.Re2;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bound on the size of RE2's programs, held against Envoy. */
@UsesEnvoy
class ExpressionSizeTest {
  private static final List<String> PARTS =
      List.of(
          "a",
          "/",
          ".",
          "[ab]",
          "[^/]",
          "\\w",
          "\\d?",
          "(?i:k)",
          "\\pL",
          "\\p{Greek}",
          "\\PN",
          "(b|/c)",
          "(?:a*|b)",
          "[a-z0-9]+",
          "\\b",
          "()",
          "[^a]*",
          "[é-漢]",
          "(?:x{0,3})?",
          "(a|)+");

  @Test
  void envoyTakesWhatIsNotTooLarge(EnvoyBinary envoy) throws Exception {
    long seed = Long.getLong("meshtwin.regex.seed", System.nanoTime());
    var random = new SplittableRandom(seed);
    List<String> expressions =
        Stream.generate(() -> largest(random)).limit(60).filter(e -> !e.isEmpty()).toList();
    assertThat(refusal(envoy, expressions)).as("seed %d", seed).isEmpty();
  }

  @Test
  void envoyRefusesWhatIsFarTooLarge(EnvoyBinary envoy) throws Exception {
    String expression = "/" + "\\w{1000}".repeat(12);
    Problem problem = Objects.requireNonNull(Re2.problem(expression));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_LARGE);
    assertThat(refusal(envoy, List.of(expression))).contains("max program size of 32768");
  }

  /** As often repeated as it may be; empty where even once is too often. */
  private static String largest(SplittableRandom random) {
    var part = new StringBuilder();
    for (int i = random.nextInt(1, 8); i > 0; i--) {
      part.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    String[] repeated =
        IntStream.rangeClosed(1, 4)
            .boxed()
            .flatMap(times ->
                IntStream.of(1000, 500, 250, 120, 60, 30, 20, 15, 12, 10, 8, 6, 4, 2, 1)
                    .mapToObj(count -> "/" + "(?:%s){%d}".formatted(part, count).repeat(times)))
            .filter(expression -> Re2.problem(expression) == null)
            .toArray(String[]::new);
    return repeated.length == 0 ? "" : repeated[random.nextInt(repeated.length)];
  }

  /** What Envoy says to routes with these expressions; empty where it takes all of them. */
  private static String refusal(EnvoyBinary envoy, List<String> expressions) throws Exception {
    var json = new ObjectMapper();
    var bootstrap =
        (ObjectNode)
            json.readTree(
                """
                {"layered_runtime": {"layers": [{"name": "size", "static_layer":
                  {"re2.max_program_size.error_level": %d}}]},
                 "static_resources": {"listeners": [{"name": "all",
                  "address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}},
                  "filter_chains": [{"filters": [{"name": "http", "typed_config": {
                   "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
                   "stat_prefix": "http",
                   "http_filters": [{"name": "router", "typed_config": {
                    "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}],
                   "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": []}]}
                  }}]}]}]}}
                """
                    .formatted(Re2.LARGEST_PROGRAM));
    var routes = (com.fasterxml.jackson.databind.node.ArrayNode) bootstrap.findValue("routes");
    expressions.forEach(expression -> {
      ObjectNode route = routes.addObject();
      route.putObject("match").putObject("safe_regex").put("regex", expression);
      route.putObject("direct_response").put("status", 200);
    });
    try (TemporaryDirectory directory = TemporaryDirectory.create("expressions")) {
      Path file = directory.path().resolve("bootstrap.json");
      json.writeValue(file.toFile(), bootstrap);
      Process process =
          new ProcessBuilder(envoy.path().toString(), "--mode", "validate", "-c", file.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : output;
    }
  }
}
