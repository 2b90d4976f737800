package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class PreviewCommandTest {
  @TempDir Path directory = Path.of("");
  private Shop shop = new Shop(directory);

  @BeforeEach
  void open() {
    shop = new Shop(directory);
  }

  @Test
  void aChangeOfBehaviourExitsWithOneAndShowsClassVerdictsCauseAndWitness() {
    Ran ran = Ran.command("preview", "--mesh", shop.mesh(), "-f", shop.canary(), "-o", "json");
    assertThat(ran.code()).isEqualTo(1);
    JsonNode difference = ran.json().at("/differences/0");
    assertThat(difference.path("class").asText())
        .isEqualTo("path under /cart, header x-env = canary");
    assertThat(difference.at("/after/backends/0/service").asText()).isEqualTo("shop/cart-v2");
    assertThat(difference.at("/cause/0/source").asText()).endsWith("canary.yaml:7");
    assertThat(difference.at("/witness/headers/x-env").asText()).isEqualTo("canary");
  }

  @Test
  void theWitnessCanBeSimulatedAsItIs() {
    Ran preview = Ran.command("preview", "--mesh", shop.mesh(), "-f", shop.canary(), "-o", "json");
    JsonNode difference = preview.json().at("/differences/0");
    String witness = Json.line(difference.path("witness"));
    Ran after =
        Ran.reading(
            witness, "simulate", "--mesh", shop.mesh(), "--mesh", shop.canary(), "--requests", "-");
    assertThat(after.lines().getFirst().path("backends"))
        .isEqualTo(difference.at("/after/backends"));
  }

  @Test
  void aChangeThatIsInTheMeshAlreadyExitsWithZeroAndSaysSo() {
    Ran ran =
        Ran.command("preview", "--mesh", shop.mesh(), "--mesh", shop.canary(), "-f", shop.canary());
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).startsWith("no behaviour change");
    assertThat(ran.err()).contains("already so");
  }

  @Test
  void whatIsTakenAwayIsComparedToo() {
    Ran ran =
        Ran.command(
            "preview", "--mesh", shop.mesh(), "--mesh", shop.canary(), "--delete", shop.canary());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).contains("1 of").contains("HTTPRoute shop/canary");
  }

  @Test
  void withReplaceWhatIsNotNamedIsGone() {
    Ran ran =
        Ran.command(
            "preview", "--mesh", shop.mesh(), "--replace", "-f", shop.canary(), "-o", "json");
    assertThat(ran.json().at("/summary/severity").asText()).isEqualTo("breaks");
  }

  @Test
  void failOnLetsLesserSeveritiesPass() {
    String[] arguments = {"preview", "--mesh", shop.mesh(), "-f", shop.canary(), "--fail-on"};
    assertThat(Ran.command(with(arguments, "breaks")).code()).isZero();
    assertThat(Ran.command(with(arguments, "reroutes")).code()).isEqualTo(1);
  }

  @Test
  void severalFormatsAreWrittenInOneRun() throws IOException {
    Path json = directory.resolve("out.json");
    Path markdown = directory.resolve("pr.md");
    Ran ran =
        Ran.command(
            "preview",
            "--mesh",
            shop.mesh(),
            "-f",
            shop.canary(),
            "-o",
            "json=" + json,
            "-o",
            "markdown=" + markdown,
            "-o",
            "yaml");
    assertThat(ran.out()).contains("\nkind: Preview\n");
    assertThat(Files.readString(json)).contains("\"kind\" : \"Preview\"");
    assertThat(Files.readString(markdown)).startsWith("**reroutes: 1 of");
  }

  @Test
  void theDigestIsTheSameWhereverTheFilesAre() {
    String elsewhere = shop.write("other.yaml", "\n\n" + Shop.CANARY);
    Ran one = Ran.command("preview", "--mesh", shop.mesh(), "-f", shop.canary(), "-o", "json");
    Ran two = Ran.command("preview", "--mesh", shop.mesh(), "-f", elsewhere, "-o", "json");
    assertThat(one.json().path("digest")).isEqualTo(two.json().path("digest"));
  }

  @Test
  void aManifestThatCannotBeReadIsNamedByFileAndLineAndNothingIsDone() {
    String broken = shop.write("broken.yaml", "apiVersion: v1\nkind: Service\nmetadata: [\n");
    Ran ran = Ran.command("preview", "--mesh", shop.mesh(), "-f", broken);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).containsPattern("broken\\.yaml:\\d+: ").doesNotContain("Exception");
  }

  @Test
  void unknownFieldsAreFindingsAndErrorsOnlyWhenStrict() {
    String odd = shop.write("odd.yaml", Shop.CANARY.replace("rules:", "colour: red\n  rules:"));
    String[] arguments = {"preview", "--mesh", shop.mesh(), "-f", odd};
    assertThat(Ran.command(arguments).out()).contains("MT0001");
    Ran strict = Ran.command(with(arguments, "--strict"));
    assertThat(strict.code()).isEqualTo(2);
    assertThat(strict.err()).contains("MT0001").contains("spec.colour");
  }

  @Test
  void objectsOfForeignKindsAreCountedInOneLine() {
    String foreign =
        shop.write("foreign.yaml", "apiVersion: v1\nkind: LimitRange\nmetadata: {name: a}\n");
    Ran ran = Ran.command("preview", "--mesh", shop.mesh(), "--mesh", foreign, "-f", shop.canary());
    assertThat(ran.err()).contains("1 LimitRange").hasLineCount(1);
  }

  @Test
  void aJunitReportFailsATestForEachDifferenceFromTheThresholdOn() throws Exception {
    String[] arguments = {
      "preview", "--mesh", shop.mesh(), "-f", shop.canary(), "-o", "junit", "--fail-on"
    };
    Element failing = junit(Ran.command(with(arguments, "reroutes")).out());
    assertThat(failing.getAttribute("failures")).isEqualTo("1");
    assertThat(failing.getElementsByTagName("failure").item(0).getTextContent())
        .contains("cause", "canary.yaml:7", "curl");
    Element passing = junit(Ran.command(with(arguments, "breaks")).out());
    assertThat(passing.getAttribute("failures")).isEqualTo("0");
    assertThat(passing.getElementsByTagName("testcase").getLength()).isEqualTo(2);
  }

  @Test
  void sarifPointsAtTheLinesThatCauseADifference() {
    Ran ran = Ran.command("preview", "--mesh", shop.mesh(), "-f", shop.canary(), "-o", "sarif");
    JsonNode result = ran.json().at("/runs/0/results/0");
    assertThat(result.path("ruleId").asText()).isEqualTo("behaviour/reroutes");
    JsonNode place = result.at("/locations/0/physicalLocation");
    assertThat(place.at("/artifactLocation/uri").asText()).endsWith("canary.yaml");
    assertThat(place.at("/region/startLine").asInt()).isEqualTo(7);
  }

  @Test
  void sarifNamesFilesByReferences() throws Exception {
    Path strange = Files.createDirectories(directory.resolve("a b")).resolve("ä,%.yaml");
    Files.copy(Path.of(shop.canary()), strange);
    Ran ran =
        Ran.command("preview", "--mesh", shop.mesh(), "-f", strange.toString(), "-o", "sarif");
    assertThat(ran.json().at("/runs/0/results/0/locations/0/physicalLocation").toString())
        .contains("/a%20b/%C3%A4%2C%25.yaml");
  }

  private static Element junit(String report) throws Exception {
    var source = new InputSource(new StringReader(report));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(source)
        .getDocumentElement();
  }

  @Test
  void whatIsNotAvailableYetIsRefusedAndNeverSomethingElse() {
    assertThat(Ran.command("preview", "--mesh", "envoy:x.json", "-f", "-").code()).isEqualTo(2);
  }

  @Test
  void bookinfosReviewsGoFromAThirdEachToNinetyAndTen() {
    Ran ran =
        Ran.command(
            "preview",
            "--mesh",
            Ran.shared("bookinfo/bookinfo.yaml"),
            "--mesh",
            Ran.shared("bookinfo/bookinfo-versions.yaml"),
            "-f",
            Ran.shared("bookinfo/routes-gateway-api/route-reviews-90-10.yaml"),
            "-o",
            "json");
    assertThat(ran.code()).isEqualTo(1);
    JsonNode difference = ran.json().at("/differences/0");
    JsonNode thirds = difference.at("/before/backends/0/workloads");
    assertThat(thirds).hasSize(3);
    assertThat(thirds.path("default/reviews-v1").asDouble()).isCloseTo(1.0 / 3, offset());
    assertThat(difference.at("/after/backends/0/weight").asDouble()).isEqualTo(0.9);
    assertThat(difference.at("/after/backends/1/weight").asDouble()).isEqualTo(0.1);
    assertThat(difference.at("/clients/workloads").asInt()).isEqualTo(6);
  }

  private static org.assertj.core.data.Offset<Double> offset() {
    return org.assertj.core.data.Offset.offset(0.001);
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void theBlastRadiusCountsWhoIsTouchedAndWhatLiesBehind() {
    Ran ran = Ran.command("preview", "--mesh", shop.mesh(), "-f", shop.canary(), "-o", "json");
    JsonNode radius = ran.json().path("blastRadius");
    assertThat(radius.path("clientGroups").asInt()).isEqualTo(1);
    assertThat(radius.path("services").get(0).asText()).isEqualTo("shop/cart");
    assertThat(radius.at("/downstream/hops").asInt()).isEqualTo(2);
    assertThat(radius.at("/downstream/services").toString()).contains("shop/cart-v2");
    Ran table = Ran.command("preview", "--mesh", shop.mesh(), "-f", shop.canary());
    assertThat(table.out()).contains("touches 1 client group (");
  }

  @Test
  void githubGetsAnAnnotationAtTheLineThatCausesADifference() {
    Ran ran = Ran.command("preview", "--mesh", shop.mesh(), "-f", shop.canary(), "-o", "github");
    assertThat(ran.out())
        .contains("canary.yaml,line=7,title=Behaviour reroutes::shop/cart:80, ")
        .contains("::notice title=Meshtwin::reroutes: 1 of ");
  }

  @Test
  void anObjectTakenFromAnOlderMomentIsSaidToHaveAMovedBase() {
    String mesh =
        shop.write(
            "base.yaml",
            Shop.CANARY.replace("{name: canary", "{resourceVersion: '7', name: canary"));
    String change =
        shop.write(
            "edited.yaml",
            Shop.CANARY.replace("{name: canary", "{resourceVersion: '5', name: canary"));
    Ran ran = Ran.command("preview", "--mesh", shop.mesh(), "--mesh", mesh, "-f", change);
    assertThat(ran.err()).contains("taken at resourceVersion 5, the mesh has 7");
  }

  @Test
  void aMeshThatMovedSinceAnEarlierPreviewIsRefused() {
    String[] preview = {"preview", "--mesh", shop.mesh(), "-f", shop.canary()};
    String digest = Ran.command(with(preview, "-o", "json")).json().at("/base/digest").asText();
    assertThat(Ran.command(with(preview, "--expect-base", digest)).code()).isEqualTo(1);
    Ran moved = Ran.command(with(preview, "--mesh", shop.canary(), "--expect-base", digest));
    assertThat(moved.code()).isEqualTo(2);
    assertThat(moved.err()).contains("the mesh has moved since " + digest);
  }

  private Ran preview(String change) {
    return Ran.command("preview", "--mesh", shop.mesh(), "-f", shop.write("change.yaml", change));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "monitoring.coreos.com/v1 | PrometheusRule | its kind decides nothing about traffic",
        "v1                       | ConfigMap      | ConfigMaps count only as Istio's mesh config",
        "apps/v1                  | Deployment     | no Service selects it, and as a client it is met",
      })
  void whatTouchesNoRequestIsNamedAndSaidWhatItIs(String version, String kind, String what) {
    Ran ran =
        preview(
            "apiVersion: %s\nkind: %s\nmetadata: {name: a, namespace: shop}\n"
                .formatted(version, kind));
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("meshtwin: " + kind + " shop/a touches no request: " + what);
  }

  @Test
  void aRouteWithoutAParentIsSaidToAttachToNothingWithWhatMayHaveBeenMeant() {
    Ran ran =
        preview(Shop.CANARY.replace("kind: Service, name: cart", "kind: Service, name: crat"));
    assertThat(ran.code()).isZero();
    assertThat(ran.err())
        .contains("HTTPRoute shop/canary touches no request: it attaches to nothing that is there")
        .contains("(Service shop/crat; did you mean shop/cart?)");
  }

  @Test
  void whatIsNotThereToBeDeletedIsSaidWithTheNearestName() {
    String[] names = {"canray, namespace: shop", "canary"};
    for (String name : names) {
      String gone =
          shop.write(
              "gone.yaml",
              Shop.CANARY.replace("{name: canary, namespace: shop}", "{name: " + name + "}"));
      Ran ran =
          Ran.command("preview", "--mesh", shop.mesh(), "--mesh", shop.canary(), "--delete", gone);
      assertThat(ran.code()).isZero();
      assertThat(ran.err())
          .contains(
              "nothing to delete: HTTPRoute", "is not in the mesh; did you mean shop/canary?");
    }
  }

  @Test
  void aChangeWithoutObjectsIsAnError() {
    Ran ran = preview("# what a failed tool left\n");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("nothing was done: there are no objects in ", "change.yaml");
  }

  @Test
  void istiosKindsThatAreNotReadAreNamedWithTheOptionThatReadsThem() {
    String rule =
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: cart, namespace: shop}
        spec: {host: cart}
        """;
    String mesh = shop.write("istio.yaml", Shop.MESH + "---\n" + rule);
    String[] findings = {"findings", "--mesh", mesh};
    String said = "what they can touch is unknown: DestinationRule; --dialect istio reads them";
    assertThat(Ran.command(findings).err()).containsOnlyOnce(said);
    assertThat(Ran.command("preview", "--mesh", mesh, "-f", shop.canary()).err())
        .containsOnlyOnce(said);
    assertThat(Ran.command(with(findings, "--dialect", "istio")).err())
        .doesNotContain("reads them");
    assertThat(Ran.command(with(findings, "--dialect", "spec")).err()).doesNotContain("reads them");
  }
}
