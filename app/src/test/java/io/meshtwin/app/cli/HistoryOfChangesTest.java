package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshtwin.app.cli.SchemaCommand.Format;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.LogWriter;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.WatchGap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mesh that is adopted, a change that breaks it, a change of the cluster's that nobody approved,
 * and a watch that lost its place.
 */
class HistoryOfChangesTest {
  private static final Instant START = Instant.parse("2026-05-04T14:00:00Z");
  private static final String CALL = "GET http://cart.shop/ from shop/cart-v1 ";
  private static final Digest PLAN = Digest.of("plan");
  private static final String BROKEN =
      Shop.CANARY.replace("  - backendRefs: [{name: cart, port: 80}]\n", "");

  @TempDir static Path data;
  private static EventLog log;
  private static int seconds;

  @BeforeAll
  static void write() {
    log =
        EventLog.open(
            new LogLocation.Embedded(data, 0), new MeshTopic("mesh"), StartProgress.SILENT);
    var events = new ArrayList<Event>();
    for (String object : (Shop.MESH + "---\n" + Shop.CANARY).split("---\n")) {
      events.add(new ResourceEvent.Applied(manifest(object), by("kubectl")));
    }
    events.add(new Adopted(by("meshtwin")));
    Manifest broken = manifest(BROKEN);
    events.add(new ChangeEvent.Proposed("c1", "tidy", List.of(broken), List.of(), by("ann")));
    events.add(new ChangeEvent.Previewed("c1", PLAN, by("ann")));
    events.add(new ChangeEvent.Approved("c1", PLAN, by("bob")));
    events.add(new ChangeEvent.Published("c1", by("ann")));
    events.add(gap());
    events.add(
        new ResourceEvent.Applied(
            manifest(Shop.CANARY.replace("x-env", "x-stage")), by("kubectl")));
    events.add(new ChangeEvent.Approved("nobodys", PLAN, by("bob")));
    try (LogWriter writer = log.writer()) {
      writer.append(events);
    }
  }

  @AfterAll
  static void close() {
    log.close();
  }

  @Test
  void aPublishedChangeIsNamedWithItsResourceAndFields() {
    Ran ran = history("bisect", "--good", "@5", "--assert", CALL + "is 200", "-o", "json");
    JsonNode event = ran.json().path("event");
    assertThat(event.path("op").asText()).isEqualTo("published");
    assertThat(event.path("change").asText()).isEqualTo("c1");
    assertThat(event.path("actor").asText()).isEqualTo("ann");
    assertThat(event.path("resource").asText()).isEqualTo("HTTPRoute shop/canary");
    assertThat(event.path("fields")).hasToString("[\"spec.rules[1]\"]");
  }

  @Test
  void theLogHasThemToo() {
    JsonNode published =
        StreamSupport.stream(history("log", "-o", "json").json().spliterator(), false)
            .filter(event -> event.path("op").asText().equals("published"))
            .findFirst()
            .orElseThrow();
    assertThat(published.path("resource").asText()).isEqualTo("HTTPRoute shop/canary");
    assertThat(published.path("fields")).hasToString("[\"spec.rules[1]\"]");
  }

  @Test
  void theLogSaysWhatItSetAside() {
    assertThat(history("log").err()).contains("set aside: ", "nobodys");
  }

  @Test
  void aStretchHasAnOrder() {
    Ran ran = history("log", "--since", "@5", "--until", "@3");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--until @3 is before --since @5");
  }

  @Test
  void whatWaitsForApprovalIsFoundInWhatTheClusterSaid() {
    String canary =
        "GET http://cart.shop/cart from shop/cart-v1 with x-env: canary goes to shop/cart-v2";
    assertThat(history("bisect", "--good", "@5", "--assert", canary).err())
        .contains("holds at --bad too")
        .contains("--observed asks what the cluster said");
    Ran ran = history("bisect", "--good", "@5", "--assert", canary, "--observed");
    assertThat(ran.out())
        .contains("update HTTPRoute shop/canary")
        .contains("between 14:02:11 and 14:02:40 the order of HTTPRoute is unknown (410 Gone)");
  }

  @Test
  void aBacktestTellsTheGapsInItsStretchAndTheOneThatATurnCameFrom(@TempDir Path files)
      throws IOException {
    Path intents =
        Files.writeString(
            files.resolve("intents.yaml"),
            "- 'GET http://cart.shop/cart from shop/cart-v1 with x-env: canary goes to"
                + " shop/cart-v2'\n");
    List<String> asked =
        List.of("backtest", "--intents", intents.toString(), "--since", "@5", "--observed");
    String gap = "between 14:02:11 and 14:02:40 the order of HTTPRoute is unknown (410 Gone)";
    assertThat(history(asked, List.of()).out())
        .containsSubsequence("update HTTPRoute shop/canary", gap, "not seen", gap);
    JsonNode json = history(asked, List.of("-o", "json")).json();
    assertThat(json.at("/0/turns/0/gaps/0/op").asText()).isEqualTo("gap");
    assertThat(json.at("/0/gaps")).hasSize(1);
    assertThat(SchemaCommandTest.problems(Format.BACKTEST, json)).isEmpty();
    assertThat(history(asked, List.of("--until", "@6")).out()).doesNotContain("not seen");
  }

  @Test
  void aMomentWithinAGapIsSaid() {
    assertThat(history("show", "--at", "2026-05-04T14:02:20Z").err())
        .contains("2026-05-04T14:02:20Z lies in a gap: between 14:02:11 and 14:02:40")
        .contains("answers rest on what was known");
    assertThat(history("show", "--at", "2026-05-04T14:02:41Z").err()).doesNotContain("gap");
  }

  @Test
  void logOfAResourceHasTheChangesThatTouchItAndTheGaps() {
    assertThat(history("log", "--resource", "httproute", "shop/canary").out())
        .contains("change c1 proposed (tidy)  by ann (stated)")
        .contains("change c1 approved (plan ")
        .contains("by bob (stated)")
        .contains("gap: between 14:02:11 and 14:02:40 the order of HTTPRoute is unknown (410 Gone)")
        .doesNotContain("counts as approved");
    assertThat(history("log", "--resource", "Service", "shop/cart").out())
        .doesNotContain("change c1", "gap:");
  }

  @Test
  void logTellsWhatAChangeDoesWhenItIsPublishedAndNotBefore() {
    Ran ran = history("log", "--behaviour", "-o", "json", "--since", "@5");
    assertThat(ran.json())
        .extracting(e -> e.path("op").asText() + ": " + e.path("behaviour").asText())
        .contains("approved: nothing changes at the proxies")
        .anyMatch(words -> words.startsWith("published: breaks: "))
        .contains("update: nothing changes at the proxies");
  }

  @Test
  void showTellsAChangeWithItsSteps() {
    assertThat(history("show", "changes").out()).contains("c1  published, tidy");
    JsonNode change = history("show", "changes/c1", "-o", "json").json();
    assertThat(change.path("approver").asText()).isEqualTo("bob");
    assertThat(change.at("/applies/0/kind").asText()).isEqualTo("HTTPRoute");
  }

  private static Ran history(List<String> arguments, List<String> more) {
    var all = new ArrayList<>(arguments);
    all.addAll(more);
    return history(all.toArray(String[]::new));
  }

  private static Ran history(String... arguments) {
    var all = new ArrayList<String>(List.of("history"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    return Ran.command(all.toArray(String[]::new));
  }

  private static WatchGap gap() {
    return new WatchGap(
        "gateway.networking.k8s.io",
        "HTTPRoute",
        START.plusSeconds(131),
        START.plusSeconds(160),
        "410 Gone",
        1,
        by(""));
  }

  private static Provenance by(String actor) {
    Actor who =
        actor.equals("kubectl")
            ? Actor.fieldManager(actor)
            : actor.isEmpty() ? Actor.UNKNOWN : Actor.stated(actor);
    return new Provenance(ResourceKey.LOCAL, "", who, START.plusSeconds(12L * seconds++), null);
  }

  private static Manifest manifest(String yaml) {
    try {
      return Manifest.of(ResourceKey.LOCAL, new YAMLMapper().readTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
