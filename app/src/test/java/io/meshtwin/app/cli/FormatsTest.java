package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshtwin.app.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** The same formats, the same options and the same exit codes for every command. */
class FormatsTest {
  private static final List<String> REPORTS =
      List.of("table", "json", "yaml", "markdown", "junit", "sarif", "github");

  private static final String BROKEN = Shop.CANARY.replace("cart-v2, port", "nowhere, port");

  @TempDir Path directory;
  private String mesh = "";
  private String after = "";
  private String broken = "";

  @BeforeEach
  void write() {
    var shop = new Shop(directory);
    mesh = shop.mesh();
    after = shop.write("after.yaml", Shop.MESH + "---\n" + BROKEN);
    broken = shop.write("broken.yaml", BROKEN);
    shop.write(
        "intents.yaml",
        """
        - GET http://cart.shop/cart from shop/cart-v1 is forwarded
        - 'GET http://cart.shop/cart from shop/cart-v1 with x-env: canary is forwarded'
        """);
  }

  private List<String> command(String name) {
    String intents = directory.resolve("intents.yaml").toString();
    return switch (name) {
      case "preview" -> List.of("preview", "--mesh", mesh, "-f", broken);
      case "equiv" -> List.of("equiv", mesh, after);
      case "findings" -> List.of("findings", "--mesh", mesh, "--mesh", broken);
      case "verify" -> List.of("verify", "--mesh", mesh, "-f", broken, "--intents", intents);
      case "status" -> List.of("status", "--mesh", mesh, "--mesh", broken);
      case "explain" ->
          List.of("explain", "GET", "http://cart.shop/", "--mesh", mesh, "--from", "shop/cart-v1");
      default -> throw new IllegalArgumentException(name);
    };
  }

  private Ran run(String name, List<String> more) {
    var arguments = new ArrayList<>(command(name));
    arguments.addAll(more);
    return Ran.command(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"preview", "equiv", "findings", "verify"})
  void aReportIsWrittenInEveryFormatInOneRunAndEachTimeTheSame(String name) throws Exception {
    Path out = Files.createTempDirectory("formats");
    Map<String, String> first = written(name, REPORTS, out);
    assertThat(written(name, REPORTS, out)).isEqualTo(first);
    JsonNode json = Json.MAPPER.readTree(first.get("json"));
    assertThat(new YAMLMapper().readTree(first.get("yaml"))).isEqualTo(json);
    JsonNode results = Json.MAPPER.readTree(first.get("sarif")).at("/runs/0/results");
    assertThat(results).isNotEmpty();
    assertThat(results.findValuesAsText("ruleId")).doesNotContain("");
    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(out.resolve("junit").toFile())
            .getDocumentElement();
    assertThat(suite.getElementsByTagName("testcase").getLength())
        .isEqualTo(Integer.parseInt(suite.getAttribute("tests")));
    assertThat(suite.getElementsByTagName("failure").getLength())
        .isEqualTo(Integer.parseInt(suite.getAttribute("failures")))
        .isPositive();
    assertThat(first.get("markdown")).startsWith("**");
    assertThat(first.get("github")).contains("::error file=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "explain"})
  void aDocumentIsWrittenInEveryFormatInOneRunAndEachTimeTheSame(String name) throws Exception {
    Path out = Files.createTempDirectory("formats");
    List<String> formats = List.of("table", "json", "yaml");
    Map<String, String> first = written(name, formats, out);
    assertThat(written(name, formats, out)).isEqualTo(first);
    assertThat(new YAMLMapper().readTree(first.get("yaml")))
        .isEqualTo(Json.MAPPER.readTree(first.get("json")));
  }

  /** What a run writes into files, by format; the table goes to standard output as well. */
  private Map<String, String> written(String name, List<String> formats, Path out) {
    var options = new ArrayList<String>();
    formats.forEach(format -> options.addAll(List.of("-o", format + "=" + out.resolve(format))));
    options.addAll(List.of("--output", "table"));
    Ran ran = run(name, options);
    assertThat(ran.code()).as(ran.err()).isLessThan(2);
    var texts = new TreeMap<String, String>();
    formats.forEach(format -> texts.put(format, text(out.resolve(format))));
    assertThat(ran.out()).isEqualTo(texts.get("table"));
    return texts;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"preview", "equiv", "findings", "verify", "status", "explain"})
  void twoFormatsDoNotMixOnStandardOutput(String name) {
    Ran ran = run(name, List.of("-o", "json", "-o", "yaml"));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("two formats would go to standard output", "-o yaml=FILE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"preview", "findings", "status"})
  void anUnknownFormatIsAnsweredWithThoseThereAre(String name) {
    Ran ran = run(name, List.of("-o", "xml"));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("-o xml is none of table, json, yaml");
  }

  @ParameterizedTest
  @CsvSource({
    "preview, breaks, 1",
    "equiv, breaks, 1",
    "findings, error, 1",
    "preview, nonsense, 2",
    "equiv, nonsense, 2",
    "findings, nonsense, 2"
  })
  void failOnDecidesTheExitCode(String name, String severity, int code) {
    assertThat(run(name, List.of("--fail-on", severity)).code()).isEqualTo(code);
  }

  @Test
  void equivLetsLesserDifferencesPass() {
    String canary = with(Shop.CANARY);
    assertThat(Ran.command("equiv", mesh, mesh).code()).isZero();
    Ran ran = Ran.command("equiv", mesh, canary, "--fail-on", "breaks");
    assertThat(ran.out()).startsWith("reroutes");
    assertThat(ran.code()).isZero();
    assertThat(Ran.command("equiv", mesh, canary, "--fail-on", "reroutes").code()).isEqualTo(1);
  }

  /** A file with the mesh and a route. */
  private String with(String route) {
    return new Shop(directory).write("both.yaml", Shop.MESH + "---\n" + route);
  }

  @Test
  void whatIsNotDecidedFailsWhateverTheThreshold() {
    String unknown =
        with(
            Shop.CANARY.replace(
                "{type: PathPrefix, value: /cart}",
                "{type: RegularExpression, value: '/(a|b)*a(a|b){20}c'}"));
    Ran ran = Ran.command("equiv", mesh, unknown, "--fail-on", "breaks", "-o", "json");
    assertThat(ran.json().at("/summary/unknown").asInt()).isPositive();
    assertThat(ran.json().at("/summary/changed").asInt()).isZero();
    assertThat(ran.code()).isEqualTo(1);
  }

  @Test
  void whatIsUnknownCountsAlikeInEveryFormat() {
    String odd =
        Shop.CANARY.replaceAll(
            "(?s)rules:.*",
            """
            rules:
              - filters: [{type: ExtensionRef, extensionRef: {group: a, kind: B, name: c}}]
            """);
    String unknown = new Shop(directory).write("odd.yaml", odd);
    String[] preview = {
      "preview", "--mesh", mesh, "--mesh", unknown, "-f", broken, "--fail-on", "breaks", "-o"
    };
    JsonNode json = answer(preview, "json").json();
    int count = json.at("/summary/unknown").asInt();
    assertThat(count).isPositive();
    assertThat(json.path("differences"))
        .filteredOn(d ->
            d.at("/before/verdict").asText().equals("unknown")
                || d.at("/after/verdict").asText().equals("unknown"))
        .hasSize(count);
    assertThat(answer(preview, "table").out()).contains(", " + count + " unknown\n");
    assertThat(answer(preview, "markdown").out()).contains(", " + count + " unknown**");
    assertThat(answer(preview, "junit").out().split("failure type=\"unknown\"")).hasSize(count + 1);
    assertThat(answer(preview, "github").out().split("(?m)^::warning [^:]*Behaviour"))
        .hasSize(count + 1);
    assertThat(answer(preview, "sarif").json().at("/runs/0/results"))
        .filteredOn(result ->
            result.path("ruleId").asText().startsWith("behaviour/")
                && result.path("level").asText().equals("warning"))
        .hasSize(count);
  }

  /** A preview that fails whatever the threshold is, since something is not known. */
  private static Ran answer(String[] preview, String format) {
    String[] all = Arrays.copyOf(preview, preview.length + 1);
    all[preview.length] = format;
    Ran ran = Ran.command(all);
    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    return ran;
  }

  @Test
  void equivSaysWhereTheSidesAreReadInDifferentDialects() {
    String istio =
        new Shop(directory)
            .write(
                "istio.yaml",
                Shop.MESH
                    + """
                    ---
                    apiVersion: gateway.networking.k8s.io/v1
                    kind: GatewayClass
                    metadata: {name: istio}
                    spec: {controllerName: istio.io/gateway-controller}
                    """);
    assertThat(Ran.command("equiv", mesh, istio).err())
        .contains("is read in the dialect spec", "in istio; --dialect says one for both");
    Ran one = Ran.command("equiv", mesh, istio, "--dialect", "istio");
    assertThat(one.err()).doesNotContain("dialect");
    assertThat(one.code()).isZero();
  }

  @Test
  void simulateAnswersInWordsAndInFiles() throws IOException {
    String requests =
        """
        {"id":"r1","from":{"workload":"shop/cart-v1"},"url":"http://cart.shop/cart"}
        {"id":"r2","url":3}
        """;
    Path file = directory.resolve("verdicts.jsonl");
    Ran ran =
        Ran.reading(
            requests,
            "simulate",
            "--mesh",
            mesh,
            "--requests",
            "-",
            "-o",
            "table",
            "-o",
            "json=" + file);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("r1  forwarded, 100% shop/cart"),
            line -> assertThat(line).startsWith("r2  error: "));
    assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.startsWith("{"));
  }

  @Test
  void aDraftOfIntentsIsWrittenToAFile() throws IOException {
    Path file = directory.resolve("drafted.yaml");
    Ran ran = Ran.command("verify", "--mesh", mesh, "--draft", "-o", "yaml=" + file);
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(Files.readString(file))
        .isEqualTo(Ran.command("verify", "--mesh", mesh, "--draft").out());
    assertThat(Ran.command("verify", "--mesh", mesh, "--draft", "-o", "json").code()).isEqualTo(2);
  }
}
