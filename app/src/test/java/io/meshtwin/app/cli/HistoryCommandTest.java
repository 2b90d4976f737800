package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.cli.SchemaCommand.Format;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The past of a Git repository: a mesh, a canary, a mistake in the middle, and what came after. */
class HistoryCommandTest {
  private static final String IN_SHOP = "GET http://cart.shop/cart from shop/cart-v1 ";
  private static final String CANARY_CALL =
      "GET http://cart.shop/cart from shop/cart-v1 with x-env: canary ";
  private static final String MISTAKE =
      Shop.CANARY.replace("  - backendRefs: [{name: cart, port: 80}]\n", "");

  @TempDir static Path data;
  @TempDir static Path repository;

  /** Keeps the broker up for all commands. */
  private static EventLog log;

  @BeforeAll
  static void record() {
    log =
        EventLog.open(
            new LogLocation.Embedded(data, 0), new MeshTopic("mesh"), StartProgress.SILENT);
    Commits.in(repository)
        .write("mesh.yaml", Shop.MESH)
        .commit("ann", "2026-05-04T10:00:00Z", "a mesh")
        .write("route.yaml", Shop.CANARY)
        .commit("bob", "2026-05-04T11:00:00Z", "a canary")
        .write("mesh.yaml", Shop.MESH.replace("port: 80,", "port: 80, appProtocol: http,"))
        .commit("ann", "2026-05-04T12:00:00Z", "say the protocol")
        .write("route.yaml", MISTAKE)
        .commit("carol", "2026-05-04T13:00:00Z", "tidy the canary")
        .write("route.yaml", MISTAKE.replace("x-env", "x-stage"))
        .commit("dave", "2026-05-04T14:00:00Z", "rename the header")
        .ingestInto(data);
  }

  @AfterAll
  static void close() {
    log.close();
  }

  @Test
  void bisectNamesTheCommitThatBrokeAFlow() {
    Ran ran =
        history(
            "bisect",
            "--good",
            "2026-05-04T11:30:00Z",
            "--assert",
            IN_SHOP + "is 200",
            "-o",
            "json");
    assertThat(ran.code()).as(ran.err()).isZero();
    JsonNode event = ran.json().path("event");
    assertThat(event.path("actor").asText()).isEqualTo("carol");
    assertThat(event.path("time").asText()).isEqualTo("2026-05-04T13:00:00Z");
    assertThat(event.path("resource").asText()).isEqualTo("HTTPRoute shop/canary");
    assertThat(event.path("op").asText()).isEqualTo("update");
    assertThat(event.path("fields")).hasToString("[\"spec.rules[1]\"]");
    assertThat(event.path("source").asText()).endsWith("route.yaml:1");
    assertThat(ran.json().at("/before/verdict").asText()).isEqualTo("forwarded");
    assertThat(ran.json().at("/after/status").asInt()).isEqualTo(404);
    assertThat(ran.json().path("flapped").asBoolean()).isFalse();
  }

  @Test
  void bisectRefusesAnAssertionThatDidNotHoldOrHoldsStill() {
    assertThat(history("bisect", "--good", "@0", "--assert", IN_SHOP + "is 404").err())
        .contains("cannot be asked at --good: no workload shop/cart-v1")
        .contains("name a client that was there then, or another moment");
    assertThat(history("bisect", "--good", "head", "--assert", IN_SHOP + "is 200").err())
        .contains("does not hold at --good: it is 404; choose an earlier moment");
    assertThat(
            history(
                    "bisect",
                    "--good",
                    "2026-05-04T10:00:00Z",
                    "--bad",
                    "2026-05-04T12:00:00Z",
                    "--assert",
                    IN_SHOP + "is 200")
                .err())
        .contains("holds at --bad too")
        .contains("meshtwin history backtest says whether it failed in between");
  }

  @Test
  void logTellsWhoChangedWhichFields() {
    Ran ran = history("log", "--resource", "HTTPRoute", "shop/canary");
    assertThat(ran.out())
        .contains("create HTTPRoute shop/canary  by bob (stated)")
        .contains("update HTTPRoute shop/canary  by carol (stated)")
        .contains("- spec.rules[1]: {\"backendRefs\"")
        .contains("~ spec.rules[0].matches[0].headers[0].name: x-env -> x-stage")
        .doesNotContain("Service");
  }

  @Test
  void logIsFilteredByActorAndTime() {
    Ran ran = history("log", "--actor", "ann", "--since", "2026-05-04T10:30:00Z", "-o", "json");
    assertThat(ran.json()).hasSize(2).allMatch(e -> e.path("actor").asText().equals("ann"));
    assertThat(ran.json().at("/0/fields/0").asText()).isEqualTo("spec.ports[0].appProtocol");
  }

  @Test
  void logSaysThatNothingIsByAnActorAndWhoIsNear() {
    Ran ran = history("log", "--actor", "carl");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("nothing in this stretch is known to be by carl; did you mean carol?");
    assertThat(history("log", "--actor", "nobody", "--resource", "HTTPRoute", "shop/canary").err())
        .contains("by nobody; those who did something there: bob, carol, dave");
    assertThat(history("log", "--actor", "carl", "--resource", "HTTPRoute", "shop/cart").err())
        .contains("the log has nothing about HTTPRoute shop/cart");
  }

  @Test
  void theNewestOfAnActorAreThoseOfTheActor() {
    Ran ran = history("log", "--actor", "ann", "-n", "1", "-o", "json");
    assertThat(ran.json()).hasSize(1);
    assertThat(ran.json().at("/0/time").asText()).isEqualTo("2026-05-04T12:00:00Z");
  }

  @Test
  void logSaysWhatEachEventDoesToBehaviour() {
    Ran ran = history("log", "--behaviour", "--since", "2026-05-04T11:30:00Z");
    assertThat(ran.out()).contains("breaks: ").contains("no behaviour change");
  }

  @Test
  void showBrowsesTheMeshAsItWas() {
    assertThat(history("show", "--at", "2026-05-04T10:30:00Z").out()).contains("4 resources");
    assertThat(history("show", "resources/shop/HTTPRoute", "--at", "2026-05-04T10:30:00Z").err())
        .contains("nothing is at");
    String rule =
        history(
                "show",
                "resources/shop/HTTPRoute/canary/spec/rules/1",
                "--at",
                "2026-05-04T12:00:00Z")
            .out();
    assertThat(rule).contains("HTTPRoute shop/canary, since 2026-05-04T11:00:00Z by bob (stated)");
    assertThat(rule).contains("backendRefs:\n- name: cart\n  port: 80");
  }

  @Test
  void showTellsWhoActsOnWhom() {
    assertThat(history("show", "graph/shop/HTTPRoute/canary").out())
        .contains("-> attaches Service shop/cart")
        .contains("-> forwards Service shop/cart-v2");
  }

  @Test
  void diffComparesResourcesAndBehaviourOfTwoMoments() {
    Ran ran = history("diff", "2026-05-04T12:00:00Z", "2026-05-04T13:00:00Z");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .startsWith("update HTTPRoute shop/canary")
        .contains("breaks  shop/cart:80");
  }

  @Test
  void blameNamesTheEventsThatGiveAVerdict() {
    Ran ran = history("blame", "http://cart.shop/cart", "--from", "shop/cart-v1", "-o", "json");
    assertThat(ran.json().at("/verdict/status").asInt()).isEqualTo(404);
    assertThat(ran.json().at("/events/0/event/actor").asText()).isEqualTo("carol");
    assertThat(ran.json().at("/events/0/without/verdict").asText()).isEqualTo("forwarded");
  }

  @Test
  void backtestTellsWhenIntentsHeld() throws Exception {
    Path intents =
        Files.createTempFile(Objects.requireNonNull(data.getParent()), "intents", ".yaml");
    Files.writeString(
        intents, "- %sis 200%n- '%sgoes to shop/cart-v2'%n".formatted(IN_SHOP, CANARY_CALL));
    Ran ran =
        history(
            "backtest",
            "--intents",
            intents.toString(),
            "--since",
            "2026-05-04T11:00:00Z",
            "-o",
            "json");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.json().at("/0/turns/0/event/actor").asText()).isEqualTo("carol");
    assertThat(ran.json().at("/1/turns/0/event/actor").asText()).isEqualTo("dave");
    assertThat(ran.json().at("/1/first/result").asText()).isEqualTo("holds");
    assertThat(SchemaCommandTest.problems(Format.BACKTEST, ran.json())).isEmpty();
  }

  @Test
  void everyCommandThatTakesAMeshTakesAMoment() throws Exception {
    Path intents =
        Files.writeString(
            Objects.requireNonNull(data.getParent()).resolve("i.yaml"),
            "- " + IN_SHOP + "is 200\n");
    String was = "kafka@2026-05-04T12:00:00Z";
    assertThat(at(was, "verify", "--intents", intents.toString()).code()).isZero();
    assertThat(at("kafka@head", "verify", "--intents", intents.toString()).code()).isEqualTo(1);
    assertThat(at(was, "explain", "GET", "http://cart.shop/cart", "--from", "shop/cart-v1").out())
        .startsWith("forwarded");
    assertThat(at(was, "status").out()).contains("HTTPRoute shop/canary");
    assertThat(at(was, "preview", "-f", repository.resolve("route.yaml").toString()).out())
        .startsWith("breaks");
    assertThat(Ran.command("equiv", was, "kafka@head", "--data", data.toString()).code())
        .isEqualTo(1);
    String request =
        "{\"id\":1,\"from\":{\"workload\":\"shop/cart-v1\"},\"url\":\"http://cart.shop/cart\"}";
    Ran simulated =
        Ran.reading(
            request, "simulate", "--mesh", "kafka@7", "--data", data.toString(), "--requests", "-");
    assertThat(simulated.lines().getFirst().path("verdict").asText()).isEqualTo("forwarded");
  }

  @Test
  void whatIsPrintedIsAsTheSchemaSays() {
    Ran bisected = history("bisect", "--good", "@6", "--assert", IN_SHOP + "is 200", "-o", "json");
    assertThat(SchemaCommandTest.problems(Format.BISECTION, bisected.json())).isEmpty();
    Ran log = history("log", "--behaviour", "-o", "json");
    assertThat(SchemaCommandTest.problems(Format.LOG, log.json())).isEmpty();
    Ran blamed = history("blame", "http://cart.shop/x", "--from", "shop/cart-v1", "-o", "json");
    assertThat(SchemaCommandTest.problems(Format.BLAME, blamed.json())).isEmpty();
    Ran differing = history("diff", "@6", "head", "-o", "json");
    assertThat(SchemaCommandTest.problems(Format.PREVIEW, differing.json())).isEmpty();
    for (String path : List.of("/", "resources/shop", "graph/shop", "changes", "set-aside")) {
      Ran shown = history("show", path, "-o", "json");
      assertThat(shown.json().has("entries")).as(path).isTrue();
      assertThat(SchemaCommandTest.problems(Format.SHOW, shown.json())).as(path).isEmpty();
    }
    Ran manifest = history("show", "resources/shop/Service/cart", "-o", "json");
    assertThat(manifest.json().path("kind").asText()).isEqualTo("Service");
    assertThat(SchemaCommandTest.problems(Format.SHOW, manifest.json())).isEmpty();
  }

  @Test
  void aMomentThatIsNoneIsSaid() {
    Ran ran = history("show", "--at", "yesterday");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("'yesterday' is no moment of the log");
  }

  private static Ran history(String... arguments) {
    var all = new ArrayList<String>(List.of("history"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    return Ran.command(all.toArray(String[]::new));
  }

  private static Ran at(String moment, String... arguments) {
    var all = new ArrayList<String>(List.of(arguments));
    all.addAll(List.of("--mesh", moment, "--data", data.toString()));
    return Ran.command(all.toArray(String[]::new));
  }
}
