package io.meshtwin.ingest.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.FindingCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {
  private static final String ROUTE =
      """
      # routes
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata:
        name: reviews
        namespace: shop
      spec:
        rules:
          - matches:
              - path: {type: PathPrefix, value: /a}
              - path:
                  value: /b
            backendRefs:
              - name: v1
                weight: 90
      """;

  @Test
  void everyFieldOfARouteKnowsItsLine() {
    var location = read(ROUTE).documents().getFirst().location();
    assertThat(location.toString()).isEqualTo("f.yaml:2");
    assertThat(location.at("spec.rules[0].matches[1]")).isEqualTo("f.yaml:11");
    assertThat(location.at("spec.rules[0].backendRefs[0].weight")).isEqualTo("f.yaml:15");
    assertThat(location.at("spec.rules[0].filters[0]")).isEqualTo("f.yaml:9");
  }

  @Test
  void everyDocumentAndEveryListItemIsAnObject() {
    var result =
        read(
            service("a")
                + "---\n---\n# nothing\n---\n"
                + "kind: List\napiVersion: v1\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: b}}\n"
                + "- apiVersion: v1\n  kind: PodList\n  items:\n  - metadata: {name: c}\n");
    assertThat(result.errors()).isEmpty();
    assertThat(result.documents())
        .extracting(document -> document.manifest().key() + " " + document.location())
        .containsExactly(
            "Service default/a f.yaml:1", "Service default/b f.yaml:12", "Pod default/c f.yaml:16");
  }

  @Test
  void plainScalarsMeanWhatTheyMeanToKubectl() {
    JsonNode spec =
        spec(
            "{a: yes, b: Off, c: 010, d: 08, e: 0x1F, f: 1_000, g: 1e3, h: 1.5, i: ~, j: 'yes', k: !!str 5,"
                + " l: 2001-01-01, m: 0o17, n: 1:30, o: 12345678901, p: -0b11, q: .5, r: '', s: \"1\"}");
    assertThat(spec.toString())
        .isEqualTo(
            "{\"a\":true,\"b\":false,\"c\":8,\"d\":8,\"e\":31,\"f\":1000,\"false\":\"1:30\",\"g\":1000,\"h\":1.5,"
                + "\"j\":\"yes\",\"k\":\"5\",\"l\":\"2001-01-01\",\"m\":15,\"o\":12345678901,\"p\":-3,\"q\":0.5,"
                + "\"r\":\"\",\"s\":\"1\"}");
  }

  @Test
  void yamlAndJsonOfOneObjectHaveOneDigest() throws IOException {
    var yaml = read(ROUTE).documents().getFirst().manifest();
    String json =
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(yaml.body());
    var result = read(json);
    assertThat(result.documents().getFirst().manifest()).isEqualTo(yaml);
    assertThat(result.documents().getFirst().location().at("spec.rules[0]")).isEqualTo("f.yaml:9");
  }

  @Test
  void mergeKeysAndAliasesAreFollowed() {
    JsonNode spec = spec("{base: &b {x: 1, y: 2}, derived: {<<: *b, x: 3}, again: *b}");
    assertThat(spec.path("derived").toString()).isEqualTo("{\"true\":2,\"x\":3}");
    assertThat(spec.path("again").path("x").asInt()).isEqualTo(1);
  }

  @Test
  void malformedYamlIsAnErrorWithFileAndLine() {
    assertThat(read("apiVersion: v1\nkind: [Service\nmetadata: {name: a}\n").errors())
        .singleElement()
        .hasToString("f.yaml:3: malformed YAML: expected ',' or ']', but got :");
  }

  @Test
  void aTabIsNamedAsTheReason() {
    assertThat(read("apiVersion: v1\nmetadata:\n\tname: a\n").errors())
        .singleElement()
        .hasToString("f.yaml:3: malformed YAML: a tab where YAML allows only spaces");
  }

  @Test
  void documentsBeforeAMalformedOneAreStillTold() {
    var result = read(service("a") + "---\n}{\n");
    assertThat(result.documents()).hasSize(1);
    assertThat(result.errors()).hasSize(1);
  }

  @Test
  void anObjectWithoutANameIsAnErrorOnItsMetadataLine() {
    assertThat(read("apiVersion: v1\nkind: Service\nmetadata:\n  labels: {}\n").errors())
        .singleElement()
        .hasToString("f.yaml:3: Service: metadata.name is missing");
  }

  @Test
  void anObjectWithoutANameThatNoMeshHasIsPassedOver() {
    String foreign =
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {generateName: a-}
        ---
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        ---
        """;
    ReadResult result = read(foreign + service("a"));
    assertThat(result.errors()).isEmpty();
    assertThat(result.documents()).hasSize(1);
    assertThat(result.nameless()).containsExactly("Job f.yaml:1", "Kustomization f.yaml:5");
  }

  @Test
  void metadataOfAWrongTypeIsAnErrorWithItsLine() {
    assertThat(read("apiVersion: v1\nkind: Pod\nmetadata: [name]\n").errors())
        .singleElement()
        .hasToString("f.yaml:3: Pod: metadata is no object");
    assertThat(read("apiVersion: v1\nkind: Service\nmetadata:\n  name: 5\n").errors())
        .singleElement()
        .hasToString("f.yaml:4: Service 5: metadata.name must be a string, found number");
  }

  @Test
  void anObjectWithoutAKindIsAnError() {
    assertThat(read("services: {web: {}}\n").errors())
        .singleElement()
        .hasToString("f.yaml:1: apiVersion is missing");
  }

  @Test
  void anUnknownKindIsKept() {
    var result = read("apiVersion: example.org/v3\nkind: Teapot\nmetadata: {name: a}\n");
    assertThat(result.documents().getFirst().manifest().key())
        .isEqualTo(new ResourceKey("local", "example.org", "Teapot", "default", "a"));
  }

  @Test
  void anEmptyFileHoldsNothingAndIsNoError() {
    for (String text : new String[] {"", "\n\n", "---\n", "# only a comment\n", "\uFEFF"}) {
      assertThat(read(text)).isEqualTo(read(""));
      assertThat(read(text).errors()).isEmpty();
    }
  }

  @Test
  void aFieldThatStandsTwiceIsAFindingAndTheLaterCounts() {
    var result = read(service("a") + "spec:\n  type: NodePort\n  type: ClusterIP\n");
    assertThat(result.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.DUPLICATE_FIELD);
          assertThat(finding.field()).isEqualTo("spec.type");
          assertThat(finding.source()).isEqualTo("f.yaml:7");
        });
    assertThat(result.documents().getFirst().manifest().body().at("/spec/type").asText())
        .isEqualTo("ClusterIP");
  }

  @Test
  void anAliasBombIsRefused() {
    var bomb = new StringBuilder(service("a") + "spec:\n  a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 30; i++) {
      String alias = "*a" + (i - 1);
      bomb.append(
          "  a%d: &a%d [%s]\n".formatted(i, i, String.join(",", Collections.nCopies(10, alias))));
    }
    assertThat(read(bomb.toString()).errors())
        .singleElement()
        .satisfies(error -> assertThat(error.message()).startsWith("refused: aliases"));
  }

  @Test
  void anAliasWithinItsOwnAnchorIsRefused() {
    assertThat(read("a: &a [*a]\n").errors()).hasSize(1);
  }

  @Test
  void nestingWithoutEndIsRefused() {
    assertThat(read("a: " + "[".repeat(100_000)).errors())
        .singleElement()
        .hasToString("f.yaml:1: nested deeper than 500 levels");
    assertThat(read("{\"a\": " + "[".repeat(100_000)).errors()).isNotEmpty();
  }

  @Test
  void textThatIsNotUtf8IsAnErrorWithItsLine() {
    byte[] latin1 = (service("a") + "data: {x: caf\u00e9}\n").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(reader().read(Input.of("f.yaml", latin1)).errors())
        .singleElement()
        .hasToString("f.yaml:5: not UTF-8: convert the file, for example with iconv");
  }

  @Test
  void aControlCharacterIsAnErrorWithItsLine() {
    assertThat(read(service("a") + "x: \u0007\n").errors())
        .singleElement()
        .hasToString("f.yaml:5: a control character that YAML does not allow");
  }

  @Test
  void windowsLineEndsAndAByteOrderMarkMakeNoDifference() {
    var windows = read("\uFEFF" + ROUTE.replace("\n", "\r\n")).documents().getFirst();
    assertThat(windows).isEqualTo(read(ROUTE).documents().getFirst());
  }

  @Test
  void noPieceOfASecretReachesAnError() {
    String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  key: ";
    String[] broken = {
      "*hunter2",
      "&hunter2 *hunter2",
      "@hunter2",
      "\"\\qhunter2\"",
      "\"hunter2",
      "hunter2: hunter2",
      "!hunter2!x y",
      "%hunter2",
      "[hunter2",
      "{hunter2",
      "|hunter2\n    x",
      "`hunter2",
      "hunter2\n key2: a\n   x: y",
      "!!binary hunter2",
      "!<hunter2"
    };
    for (String value : broken) {
      var result = read(secret + value + "\n");
      assertThat(result.errors())
          .as(value)
          .isNotEmpty()
          .noneMatch(e -> e.toString().contains("unter2"));
      String json = "{\"kind\":\"Secret\",\"data\":{\"a\": " + value + "}}{";
      assertThat(read(json).errors()).as(json).noneMatch(e -> e.toString().contains("unter2"));
    }
  }

  @Test
  void aFileOfFiftyMegabytesIsReadDocumentByDocument() {
    String document =
        service("a")
            + "data:\n"
            + "  k: 0123456789012345678901234567890123456789\n".repeat(1)
            + "  p: "
            + "x".repeat(100_000)
            + "\n---\n";
    int documents = 50 * 1024 * 1024 / document.length() + 1;
    var input =
        new Input(
            "big.yaml",
            () ->
                new SequenceInputStream(
                    Collections.enumeration(
                        IntStream.range(0, documents)
                            .mapToObj(i ->
                                (InputStream)
                                    new java.io.ByteArrayInputStream(
                                        document.getBytes(StandardCharsets.UTF_8)))
                            .toList())));
    var result = reader().read(input);
    assertThat(result.errors()).isEmpty();
    assertThat(result.documents()).hasSize(documents);
    assertThat(result.documents().getLast().location().line()).isEqualTo((documents - 1) * 8 + 1);
  }

  private static ManifestReader reader() {
    return new ManifestReader(ResourceKey.LOCAL);
  }

  private static ReadResult read(String text) {
    return reader().read(Input.of("f.yaml", text.getBytes(StandardCharsets.UTF_8)));
  }

  private static JsonNode spec(String flow) {
    var result = read(service("a") + "spec: " + flow + "\n");
    assertThat(result.errors()).isEmpty();
    return result.documents().getFirst().manifest().body().path("spec");
  }

  private static String service(String name) {
    return "apiVersion: v1\nkind: Service\nmetadata:\n  name: " + name + "\n";
  }
}
