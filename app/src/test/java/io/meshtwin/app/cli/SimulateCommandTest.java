package io.meshtwin.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
  private static final List<String> BOUTIQUE =
      List.of(
          "adservice:9555",
          "cartservice:7070",
          "checkoutservice:5050",
          "currencyservice:7000",
          "emailservice:5000",
          "frontend:80",
          "paymentservice:50051",
          "productcatalogservice:3550",
          "recommendationservice:8080",
          "shippingservice:50051");

  @TempDir Path directory = Path.of("");

  @Test
  void aVerdictHasEveryFieldOfTheContract() {
    Ran ran = ask("{'id':'r1','from':{'workload':'shop/cart-v1'},'url':'http://cart/x?a=1'}");
    assertThat(ran.code()).isZero();
    JsonNode line = ran.lines().getFirst();
    assertThat(line.properties().stream().map(field -> field.getKey()))
        .containsExactly(
            "id",
            "verdict",
            "backends",
            "request",
            "response",
            "mirrors",
            "timeouts",
            "retries",
            "fault",
            "status",
            "location",
            "reason",
            "flags",
            "inbound",
            "hops",
            "trace");
    assertThat(line.at("/request/path").asText()).isEqualTo("/x?a=1");
    assertThat(line.at("/backends/0/endpoints")).hasSize(2);
    assertThat(line.at("/trace/0/hop").asText()).isEqualTo("client-sidecar");
  }

  @Test
  void aMalformedLineIsAnsweredInItsPlaceAndTheOthersToo() {
    Ran ran =
        ask(
            "{'id':1,'from':{'workload':'shop/nobody'},'url':'http://cart/'}",
            "{oops",
            "{'id':3,'from':{'namespace':'shop'},'url':'http://cart/'}");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.lines().get(0).path("error").asText()).contains("shop/nobody");
    assertThat(ran.lines().get(1).path("error").asText()).contains("not JSON");
    assertThat(ran.lines().get(2).path("verdict").asText()).isEqualTo("forwarded");
  }

  @Test
  void aLineThatIsNoUtf8SpoilsNoOther() throws java.io.IOException {
    byte[] good = "{\"from\":{\"namespace\":\"shop\"},\"url\":\"http://cart/\"}\n".getBytes(UTF_8);
    var bytes = new java.io.ByteArrayOutputStream();
    bytes.write(new byte[] {'"', (byte) 0xff, '"', '\n'});
    bytes.write(good);
    Path file = java.nio.file.Files.write(directory.resolve("r.jsonl"), bytes.toByteArray());
    String mesh = new Shop(directory).mesh();
    Ran ran = Ran.command("simulate", "--mesh", mesh, "--requests", file.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.lines().get(0).path("error").asText()).isEqualTo("not UTF-8");
    assertThat(ran.lines().get(1).path("verdict").asText()).isEqualTo("forwarded");
  }

  @Test
  void aFieldThatNobodyReadsIsAnErrorWhereverItStands() {
    Ran ran = ask("{'from':{'workload':'shop/cart-v1','listner':'x'},'url':'http://cart/'}");
    assertThat(ran.lines().getFirst().path("error").asText())
        .isEqualTo("unknown field from.listner");
  }

  @Test
  void whatTheApiServerWouldRefuseIsSaidAndTheRestAnswers() {
    var shop = new Shop(directory);
    String bad = Shop.CANARY.replace("PathPrefix", "Prefix").replace("name: canary", "name: Bad_");
    Ran ran =
        Ran.reading(
            "{\"from\":{\"namespace\":\"shop\"},\"url\":\"http://cart-v2/\"}",
            "simulate",
            "--mesh",
            shop.mesh(),
            "--mesh",
            shop.write("bad.yaml", bad),
            "--requests",
            "-");
    assertThat(ran.code()).isZero();
    assertThat(ran.lines().getFirst().path("verdict").asText()).isEqualTo("forwarded");
    assertThat(ran.err())
        .contains("HTTPRoute shop/Bad_ metadata.name", "spec.rules[0].matches[0].path.type");
  }

  @Test
  void aTokenThatNoPolicyReadsChangesNothing() {
    Ran ran = ask("{'id':1,'from':{'workload':'shop/cart-v1','jwt':{}},'url':'http://cart/'}");
    assertThat(ran.code()).isZero();
    assertThat(ran.lines().getFirst().path("verdict").asText()).isEqualTo("forwarded");
  }

  @Test
  void toOverridesWhatIsDialedAndTheUrlStaysTheHost() {
    Ran ran =
        ask(
            "{'from':{'namespace':'shop'},'url':'http://anything/','to':{'service':'shop/cart','port':80}}");
    assertThat(ran.lines().getFirst().path("verdict").asText()).isEqualTo("forwarded");
    assertThat(ran.lines().getFirst().at("/request/host").asText()).isEqualTo("anything");
  }

  @Test
  void aGrpcRequestIsAnsweredWithAGrpcStatusBesideTheStatus() {
    var shop = new Shop(directory);
    String only = Shop.CANARY.substring(0, Shop.CANARY.lastIndexOf("  - backendRefs"));
    String request = "{\"from\":{\"namespace\":\"shop\"},\"url\":\"grpc://cart/a.B/C\"}";
    Ran ran =
        Ran.reading(
            request,
            "simulate",
            "--mesh",
            shop.mesh(),
            "--mesh",
            shop.write("only.yaml", only),
            "--requests",
            "-");
    JsonNode line = ran.lines().getFirst();
    assertThat(line.path("status").asInt()).isEqualTo(404);
    assertThat(line.path("grpcStatus").asInt()).isEqualTo(12);
  }

  @Test
  void everyServiceOfOnlineBoutiqueAnswersFromEveryOther() {
    String mesh = Ran.shared("online-boutique/kubernetes-manifests.yaml");
    String requests =
        BOUTIQUE.stream()
            .flatMap(to -> BOUTIQUE.stream().filter(from -> !from.equals(to)).map(f -> pair(f, to)))
            .collect(Collectors.joining("\n"));
    Ran ran = Ran.reading(requests, "simulate", "--mesh", mesh, "--requests", "-");
    assertThat(ran.code()).isZero();
    assertThat(ran.lines())
        .hasSize(90)
        .allSatisfy(line -> assertThat(line.path("verdict").asText()).isEqualTo("forwarded"));
  }

  private static String pair(String from, String to) {
    String workload = from.substring(0, from.indexOf(':'));
    return "{\"from\":{\"workload\":\"default/"
        + workload
        + "\"},\"url\":\""
        + (to.startsWith("frontend") ? "http" : "grpc")
        + "://"
        + to
        + "/a\"}";
  }

  private Ran ask(String... lines) {
    String requests = String.join("\n", lines).replace('\'', '"');
    String mesh = new Shop(directory).mesh();
    return Ran.reading(requests, "simulate", "--mesh", mesh, "--requests", "-");
  }
}
