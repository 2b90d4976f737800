package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mesh, a canary, a mistake by somebody whose clock was two hours behind, and what came after.
 */
class ClockSetBackTest {
  private static final String CALL = "GET http://cart.shop/cart from shop/cart-v1 is 200";
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
        .commit("ann", "2026-05-04T09:00:00Z", "a mesh")
        .write("route.yaml", Shop.CANARY)
        .commit("bob", "2026-05-04T11:00:00Z", "a canary")
        .write("route.yaml", MISTAKE)
        .commit("carol", "2026-05-04T09:30:00Z", "tidy the canary")
        .write("route.yaml", MISTAKE.replace("x-env", "x-stage"))
        .commit("dave", "2026-05-04T12:00:00Z", "rename the header")
        .ingestInto(data);
  }

  @AfterAll
  static void close() {
    log.close();
  }

  @Test
  void eventsAreToldInTheOrderInWhichTheyHappenedWithTheTimesThatTheyState() {
    assertThat(edits().map(event -> event.path("actor").asText() + event.path("time").asText()))
        .containsExactly(
            "bob2026-05-04T11:00:00Z", "carol2026-05-04T09:30:00Z", "dave2026-05-04T12:00:00Z");
  }

  @Test
  void aMomentHasEverythingUpToTheLastEventThatIsNotLater() {
    // Carol's event is not later than 10:00, and Bob's stands before it.
    assertThat(rules("2026-05-04T10:00:00Z")).isEqualTo(1);
    assertThat(rules("2026-05-04T09:15:00Z")).isZero();
    assertThat(rules("@" + offset("bob"))).isEqualTo(2);
  }

  @Test
  void thatTimesAreNotInOrderIsSaidWhereItMatters() {
    String words = "what came before 2026-05-04T10:00:00Z ends with @" + offset("carol");
    String later = "1 event states a later time in it, the first @" + offset("bob");
    assertThat(history("log", "--since", "2026-05-04T10:00:00Z").err()).contains(words, later);
    assertThat(history("show", "--at", "2026-05-04T10:00:00Z").err()).contains(words, later);
    assertThat(history("diff", "2026-05-04T10:00:00Z", "head").err()).contains(words, later);
    assertThat(history("bisect", "--good", "2026-05-04T10:00:00Z", "--assert", CALL).err())
        .contains(words, later);
    assertThat(history("log").err()).doesNotContain("not in order");
    assertThat(history("show", "--at", "2026-05-04T12:30:00Z").err()).doesNotContain("order");
  }

  @Test
  void aMomentBeforeTheLogOrBehindItIsSaid() {
    Ran before = history("show", "--at", "2026-05-04T08:00:00Z");
    assertThat(before.out()).contains("before the log begins");
    assertThat(before.err())
        .contains("the log begins with 2026-05-04T09:00:00Z: the mesh is empty there");
    assertThat(history("show", "--at", "@4711").err()).contains("the log ends before @4711");
    assertThat(history("log", "--since", "2026-05-04T08:00:00Z").err()).doesNotContain("empty");
  }

  @Test
  void aResourceThatTheLogDoesNotKnowIsSaid() {
    assertThat(history("log", "--resource", "HTTPRoute", "canary").err())
        .contains("did you mean HTTPRoute shop/canary?");
    assertThat(history("log", "--resource", "Rout", "shop/canary").err())
        .contains("its kinds are", "HTTPRoute");
  }

  @Test
  void bisectNamesTheEventThatStatesAnEarlierTimeThanTheGoodMoment() {
    Ran ran = history("bisect", "--good", "@" + offset("bob"), "--assert", CALL, "-o", "json");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.json().at("/event/actor").asText()).isEqualTo("carol");
    assertThat(ran.json().at("/event/time").asText()).isEqualTo("2026-05-04T09:30:00Z");
    assertThat(ran.json().path("flapped").asBoolean()).isFalse();
  }

  private static Stream<JsonNode> edits() {
    JsonNode events = history("log", "--resource", "HTTPRoute", "shop/canary", "-o", "json").json();
    return StreamSupport.stream(events.spliterator(), false);
  }

  private static long offset(String actor) {
    return edits()
        .filter(event -> event.path("actor").asText().equals(actor))
        .findFirst()
        .orElseThrow()
        .path("offset")
        .asLong();
  }

  /** How many rules the route had; 0 where it was not there. */
  private static int rules(String moment) {
    Ran ran =
        history("show", "resources/shop/HTTPRoute/canary/spec/rules", "--at", moment, "-o", "json");
    return ran.code() == 0 ? ran.json().size() : 0;
  }

  private static Ran history(String... arguments) {
    return Ran.command(
        Stream.concat(
                Stream.of("history"),
                Stream.concat(Stream.of(arguments), Stream.of("--data", data.toString())))
            .toArray(String[]::new));
  }
}
