package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ValidationMessage;
import io.meshtwin.app.cli.SchemaCommand.Format;
import io.meshtwin.app.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What commands print is as the published schema says, with no field that it does not name: the
 * published one lets fields grow, so the tests close it first.
 */
class SchemaCommandTest {
  private static final Path EXAMPLES = Path.of(System.getProperty("meshtwin.root"), "examples");

  @TempDir Path directory = Path.of("");

  /** What is not as the schema says, or not in it. */
  static Set<ValidationMessage> problems(Format format, JsonNode document) {
    return SchemaCheck.problems(format.toString(), document);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void everyFormatHasASchema(Format format) {
    Ran ran = Ran.command("schema", format.toString());
    assertThat(ran.code()).isZero();
    assertThat(ran.json().at("/$defs/" + format).isObject()).isTrue();
  }

  @Test
  void aSchemaRefusesWhatIsNotAsItSays() {
    ObjectNode preview = preview("mistake.yaml");
    preview.remove("digest");
    ((ObjectNode) preview.at("/summary")).put("classes", "many");
    assertThat(problems(Format.PREVIEW, preview)).hasSize(2);
  }

  @Test
  void previewsAreAsTheSchemaSays() throws IOException {
    try (Stream<Path> changes = Files.list(EXAMPLES.resolve("changes"))) {
      assertThat(changes)
          .isNotEmpty()
          .allSatisfy(change ->
              assertThat(problems(Format.PREVIEW, preview(change.getFileName().toString())))
                  .isEmpty());
    }
  }

  private static ObjectNode preview(String change) {
    return (ObjectNode)
        Ran.command(
                "preview",
                "--mesh",
                EXAMPLES.resolve("shop").toString(),
                "-f",
                EXAMPLES.resolve("changes").resolve(change).toString(),
                "-o",
                "json")
            .json();
  }

  @Test
  void findingsStatusesAndVerificationsAreAsTheSchemaSays() {
    var shop = new Shop(directory);
    String mesh = EXAMPLES.resolve("shop").toString();
    JsonNode findings = Ran.command("findings", "--mesh", mesh, "-o", "json").json();
    assertThat(problems(Format.FINDINGS, findings)).isEmpty();
    JsonNode status = Ran.command("status", "--mesh", mesh, "-o", "json").json();
    assertThat(problems(Format.STATUS, status)).isEmpty();
    String intents =
        shop.write("intents.yaml", "- GET http://cart.shop/cart from shop/cart-v1 is 404\n");
    Ran verify = Ran.command("verify", "--mesh", shop.mesh(), "--intents", intents, "-o", "json");
    assertThat(problems(Format.VERIFICATION, verify.json())).isEmpty();
  }

  @Test
  void explanationsAreVerdicts() {
    var shop = new Shop(directory);
    Ran ran =
        Ran.command(
            "explain",
            "GET",
            "http://cart.shop/",
            "--mesh",
            shop.mesh(),
            "--from",
            "shop/cart-v1",
            "-o",
            "json");
    assertThat(problems(Format.VERDICT, ran.json())).isEmpty();
  }

  @Test
  void requestsAndVerdictsAreAsTheSchemaSays() {
    var shop = new Shop(directory);
    String request =
        """
        {"id":"r1","from":{"workload":"shop/cart-v1"},"url":"http://cart.shop/cart","headers":{"x-env":["a","b"]}}
        """;
    assertThat(problems(Format.REQUEST, tree(request))).isEmpty();
    Ran ran = Ran.reading(request, "simulate", "--mesh", shop.mesh(), "--requests", "-");
    assertThat(problems(Format.VERDICT, ran.lines().getFirst())).isEmpty();
  }

  private static JsonNode tree(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
