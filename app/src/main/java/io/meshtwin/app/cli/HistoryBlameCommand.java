package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.history.EventFacts;
import io.meshtwin.app.history.Stories;
import io.meshtwin.app.json.EventJson;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.VerdictJson;
import io.meshtwin.app.report.EventLines;
import io.meshtwin.app.report.Style;
import io.meshtwin.app.report.VerdictWords;
import io.meshtwin.simulator.diff.EffectKey;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.simulator.history.Blame;
import io.meshtwin.twin.image.MeshImage;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Names the events that give a request its verdict. */
@Command(
    name = "blame",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Name the events that together give a request its verdict, newest first.",
    footer = {
      "",
      "Each of them counts: beside it stands what the request would do had it not happened.",
      "",
      "Examples:",
      "  meshtwin history blame http://catalog.shop/x --from shop/storefront",
      "  meshtwin history blame http://shop.example/ --gateway infra/edge --at 2h -o json"
    })
final class HistoryBlameCommand implements Callable<Integer> {
  private static final String NO_CLIENT = "the client does not exist";

  @Mixin private final HistoryOptions past = new HistoryOptions();

  @Mixin private final RequestOptions sent = new RequestOptions();

  @Parameters(index = "0", paramLabel = "URL", description = "What the client asks for.")
  private String url = "";

  @Option(
      names = "--method",
      defaultValue = "GET",
      paramLabel = "METHOD",
      description = "Default: ${DEFAULT-VALUE}.")
  private String method = "GET";

  @Option(
      names = "--at",
      defaultValue = "head",
      paramLabel = "MOMENT",
      description = "When: " + HistoryOptions.MOMENT + ". Default: head.")
  private String at = "head";

  @Option(names = "-o", defaultValue = "table", description = "${COMPLETION-CANDIDATES}.")
  private DocumentFormat format = DocumentFormat.TABLE;

  private final Terminal terminal;

  HistoryBlameCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ObjectNode request = sent.request(method, url);
    return past.ask(
        terminal,
        opened -> {
          long end = opened.end(at);
          var twin = opened.imageBefore(end);
          MeshImage whole = past.view().of(twin);
          var questions = new IntentQuestion(past.resolving(twin));
          Decision decision = questions.decision(request, whole);
          if (decision == null) {
            throw new CommandException(questions.refusal(request, whole));
          }
          Blame blame =
              opened.flows(
                  past.view(),
                  flows ->
                      flows.blame(
                          end,
                          IntentQuestion.flow(request),
                          image -> key(questions.decision(request, image))));
          var stories = new Stories(opened.history(), end);
          switch (format) {
            case TABLE -> table(decision.verdict(), blame, stories, questions, request);
            case JSON, YAML ->
                format.print(
                    json(decision.verdict(), blame, stories, questions, request), terminal);
          }
          return 0;
        });
  }

  /** Equal where the behaviour is, as in a preview. */
  private static String key(@Nullable Decision decision) {
    if (decision == null) {
      return NO_CLIENT;
    }
    Verdict verdict = decision.verdict();
    return EffectKey.of(decision) + verdict.kind() + verdict.status() + verdict.reason();
  }

  private void table(
      Verdict verdict, Blame blame, Stories stories, IntentQuestion questions, ObjectNode request) {
    var lines = new EventLines(new Style(terminal.colours()));
    terminal.out().println(VerdictWords.of(verdict));
    for (Blame.Culprit culprit : blame.culprits()) {
      EventFacts facts = stories.of(culprit.moment());
      terminal.out().println();
      lines.of(facts).forEach(terminal.out()::println);
      Decision without = questions.decision(request, culprit.without());
      terminal
          .out()
          .println(
              "      without it: "
                  + (without == null ? NO_CLIENT : VerdictWords.of(without.verdict())));
    }
  }

  private static ObjectNode json(
      Verdict verdict, Blame blame, Stories stories, IntentQuestion questions, ObjectNode request) {
    ObjectNode json = Json.object();
    json.set("request", request);
    json.set("verdict", VerdictJson.of(verdict));
    ArrayNode events = json.putArray("events");
    for (Blame.Culprit culprit : blame.culprits()) {
      ObjectNode item = events.addObject();
      item.set("event", EventJson.of(stories.of(culprit.moment())));
      item.put("resource", culprit.resource().toString());
      Decision without = questions.decision(request, culprit.without());
      item.set("without", without == null ? null : VerdictJson.of(without.verdict()));
    }
    return json;
  }
}
