package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  private static final String INTENTS =
      """
      intents:
      - GET http://cart.shop/cart from shop/cart-v1 is forwarded
      - name: canaries only on demand
        intent: 'GET http://cart.shop/cart from shop/cart-v1 with x-env: canary goes to shop/cart'
      - request: {from: {workload: shop/cart-v1}, url: "http://cart.shop/", headers: {a: "b, c"}}
        expect: goes to shop/cart
      """;

  private static final String OTHER =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: other, namespace: shop}
      spec: {selector: {app: other}, ports: [{name: http, port: 80}]}
      """;

  @TempDir Path directory = Path.of("");
  private Shop shop = new Shop(directory);

  @BeforeEach
  void open() {
    shop = new Shop(directory);
  }

  @Test
  void intentsThatHoldExitWithZero() {
    String intents =
        shop.write("intents.yaml", "- GET http://cart.shop/cart from shop/cart-v1 is 200\n");
    Ran ran = Ran.command("verify", "--mesh", shop.mesh(), "--intents", intents);
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("1 of 1 intents hold");
  }

  @Test
  void aBrokenIntentNamesWhatOfTheChangeBreaksIt() {
    Ran ran =
        Ran.command(
            "verify",
            "--mesh",
            shop.mesh(),
            "-f",
            shop.write("other.yaml", OTHER),
            "-f",
            shop.canary(),
            "--intents",
            shop.write("intents.yaml", INTENTS),
            "-o",
            "json");
    assertThat(ran.code()).isEqualTo(1);
    JsonNode broken = ran.json().at("/intents/1");
    assertThat(broken.path("result").asText()).isEqualTo("broken");
    assertThat(broken.path("brokenBy")).hasSize(1);
    assertThat(broken.at("/brokenBy/0/resource").asText()).isEqualTo("HTTPRoute shop/canary");
    assertThat(broken.at("/witness/headers/x-env").asText()).isEqualTo("canary");
    assertThat(ran.json().at("/summary/broken").asInt()).isEqualTo(1);
  }

  @Test
  void whatIsDraftedHoldsAndFailsOnceTheMeshChanges() {
    String[] mesh = {"verify", "--mesh", shop.mesh(), "--mesh", shop.canary()};
    Ran draft = Ran.command(with(mesh, "--draft"));
    assertThat(draft.code()).isZero();
    assertThat(draft.out()).contains("with x-env: canary goes to shop/cart-v2");
    String intents = shop.write("intents.yaml", draft.out());
    assertThat(Ran.command(with(mesh, "--intents", intents)).code()).isZero();
    Ran without = Ran.command("verify", "--mesh", shop.mesh(), "--intents", intents);
    assertThat(without.code()).isEqualTo(1);
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void aSentenceThatCannotBeReadIsNamedByFileAndNumber() {
    String intents =
        shop.write("intents.yaml", "- GET http://cart.shop/ from shop/cart-v1 smiles\n");
    Ran ran = Ran.command("verify", "--mesh", shop.mesh(), "--intents", intents);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("intents.yaml:1: intent 1", "is no sentence like");
  }

  @Test
  void anAnswerThatIsNotKnownIsNotTakenForKept() {
    String rules =
        "rules:\n  - filters: [{type: ExtensionRef, extensionRef: {group: a, kind: B, name: c}}]";
    String odd = shop.write("odd.yaml", Shop.CANARY.replaceAll("(?s)rules:.*", rules));
    String intents =
        shop.write("intents.yaml", "- GET http://cart.shop/ from shop/cart-v1 is not forwarded\n");
    Ran ran = Ran.command("verify", "--mesh", shop.mesh(), "--mesh", odd, "--intents", intents);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).contains("unknown").contains("ExtensionRef");
  }

  @Test
  void intentsThatContradictEachOtherAreRefusedWithBothLines() {
    String intents =
        shop.write(
            "intents.yaml",
            """
            intents:
            - http://cart.shop/ from shop/cart-v1 is forwarded
            - GET http://cart.shop/x from shop/cart-v1 is not forwarded

            - GET http://cart.shop/ from shop/cart-v1 is 404
            """);
    Ran ran = Ran.command("verify", "--mesh", shop.mesh(), "--intents", intents);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("intents.yaml:2 and ").contains("intents.yaml:5 contradict");
  }

  private Ran verify(String intents, String... more) {
    String file = shop.write("intents.yaml", intents);
    String[] all = {"verify", "--mesh", shop.mesh(), "--intents", file};
    return Ran.command(with(all, more));
  }

  @Test
  void oneRequestWrittenInTwoWaysIsOneRequest() {
    Ran ran =
        verify(
            """
            - http://cart.shop/ from shop/cart-v1 is forwarded
            - request: {from: {workload: shop/cart-v1}, url: "http://cart.shop:80/", headers: {Host: cart.shop}}
              expect: is 404
            """);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("intents.yaml:1 and ").contains("intents.yaml:2 contradict");
  }

  @Test
  void sharesOfMoreThanAllAreRefusedWithTheirLines() {
    String twoServices =
        """
        - http://cart.shop/ from shop/cart-v1 goes to shop/cart at least 60%
        - http://cart.shop/x from shop/cart-v1 goes to shop/cart at least 60%
        - http://cart.shop/ from shop/cart-v1 goes to shop/other at least 50%
        """;
    Ran ran = verify(twoServices, "--mesh", shop.write("other.yaml", OTHER));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("intents.yaml:1 and ")
        .contains("intents.yaml:3 want more than 100%");
    Ran serviceAndWorkload = verify(twoServices.replace("shop/other", "shop/cart-v1"));
    assertThat(serviceAndWorkload.code()).as(serviceAndWorkload.err()).isNotEqualTo(2);
  }

  @Test
  void aFileWithoutIntentsProvesNothing() {
    Ran ran = verify("intents: []\n");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("intents.yaml: no intents", "--draft");
  }

  @Test
  void aTargetThatNothingIsCalledIsNamedByLineWithWhatMayHaveBeenMeant() {
    Ran ran =
        verify(
            """
            - GET http://cart.shop/ from shop/cart-v1 is forwarded
            - GET http://cart.shop/ from shop/cart-v1 never goes to shop/crat-v2
            """);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("intents.yaml:2: no Service and no workload is called shop/crat-v2")
        .contains("did you mean shop/cart-v2?");
  }

  @Test
  void aHostOfNoServiceOfTheMeshsNamespacesIsNamedByLine() {
    Ran ran = verify("- GET http://crat.shop/ from shop/cart-v1 is not forwarded\n");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("intents.yaml:1: nothing answers to crat.shop");
    assertThat(ran.err()).contains("did you mean shop/cart?");
    Ran outside = verify("- GET http://crat.example/ from shop/cart-v1 is not forwarded\n");
    assertThat(outside.code()).as(outside.err()).isEqualTo(1);
    assertThat(outside.out()).contains("100% is forwarded");
  }

  @Test
  void aNameThatOnlyOneSideOfTheChangeHasIsKnown() {
    String intents =
        shop.write(
            "intents.yaml", "- GET http://cart.shop/ from shop/cart-v1 never goes to shop/new\n");
    String added =
        shop.write(
            "new.yaml",
            Shop.MESH.substring(0, Shop.MESH.indexOf("---")).replace("name: cart", "name: new"));
    Ran ran = Ran.command("verify", "--mesh", shop.mesh(), "-f", added, "--intents", intents);
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  @Test
  void aBrokenIntentShowsARequestToTryInEveryFormat() {
    String broken = "- GET http://cart.shop/x from shop/cart-v1 is 404\n";
    String request = "curl 'http://cart.shop/x'  # from shop/cart-v1";
    assertThat(verify(broken).out()).contains("         try     " + request);
    String intents = directory.resolve("intents.yaml").toString();
    for (String format : List.of("markdown", "junit", "sarif", "github")) {
      Ran ran = Ran.command("verify", "--mesh", shop.mesh(), "--intents", intents, "-o", format);
      assertThat(ran.out()).as(format).contains(request);
    }
  }

  @Test
  void aDraftWithAChangeSaysWhatWouldBe() {
    Ran draft = Ran.command("verify", "--mesh", shop.mesh(), "-f", shop.canary(), "--draft");
    assertThat(draft.code()).isZero();
    assertThat(draft.out())
        .isEqualTo(
            Ran.command("verify", "--mesh", shop.mesh(), "--mesh", shop.canary(), "--draft").out())
        .contains("with x-env: canary goes to shop/cart-v2");
  }
}
