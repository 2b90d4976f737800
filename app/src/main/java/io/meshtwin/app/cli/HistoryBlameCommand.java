package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.history.Stories;
import io.meshtwin.app.json.EventJson;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.VerdictJson;
import io.meshtwin.app.report.Answer;
import io.meshtwin.app.report.EventLines;
import io.meshtwin.app.report.VerdictWords;
import io.meshtwin.simulator.diff.EffectKey;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.simulator.history.Blame;
import io.meshtwin.twin.image.MeshImage;
import java.io.PrintStream;
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
  private static final String NO_CLIENT = "who sends it does not exist";

  @Mixin private final AtOptions question = new AtOptions();

  @Mixin private final RequestOptions sent = new RequestOptions();

  @Parameters(index = "0", paramLabel = "URL", description = "What the client asks for.")
  private String url = "";

  @Option(
      names = "--method",
      defaultValue = "GET",
      paramLabel = "METHOD",
      description = "Default: ${DEFAULT-VALUE}.")
  private String method = "GET";

  private final Terminal terminal;

  HistoryBlameCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    question.output.parsed();
    question.requireMoment();
    ObjectNode request = sent.request(method, url);
    return question.past.ask(
        terminal,
        opened -> {
          long end = question.end(opened);
          var twin = question.past.whole(opened, end);
          MeshImage whole = question.past.view().of(twin);
          var questions = new IntentQuestion(question.past.resolving(twin));
          var asker = new Asker(questions, request);
          Decision decision = questions.decision(request, whole);
          if (decision == null) {
            throw new CommandException(questions.refusal(request, whole));
          }
          Blame blame =
              opened.flows(
                  question.past.view(),
                  flows ->
                      flows.blame(
                          end,
                          IntentQuestion.flow(request),
                          image -> key(questions.decision(request, image))));
          var stories = new Stories(opened.history(), end);
          question.output.write(
              Answer.printed(
                  (out, style) -> {
                    out.println(VerdictWords.of(decision.verdict()));
                    table(blame, new EventLines(style), stories, asker, out);
                  },
                  () -> json(decision.verdict(), blame, stories, asker)),
              terminal);
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

  /** The request, asked of images. */
  private record Asker(IntentQuestion questions, ObjectNode request) {
    @Nullable Verdict without(Blame.Culprit culprit) {
      Decision decision = questions.decision(request, culprit.without());
      return decision == null ? null : decision.verdict();
    }
  }

  private static void table(
      Blame blame, EventLines lines, Stories stories, Asker asker, PrintStream out) {
    for (Blame.Culprit culprit : blame.culprits()) {
      out.println();
      lines.of(stories.of(culprit.moment())).forEach(out::println);
      Verdict without = asker.without(culprit);
      out.println("      without it: " + (without == null ? NO_CLIENT : VerdictWords.of(without)));
    }
  }

  private static ObjectNode json(Verdict verdict, Blame blame, Stories stories, Asker asker) {
    ObjectNode json = Json.object();
    json.set("request", asker.request());
    json.set("verdict", VerdictJson.of(verdict));
    ArrayNode events = json.putArray("events");
    for (Blame.Culprit culprit : blame.culprits()) {
      ObjectNode item = events.addObject();
      item.set("event", EventJson.of(stories.of(culprit.moment())));
      item.put("resource", culprit.resource().toString());
      Verdict without = asker.without(culprit);
      item.set("without", without == null ? null : VerdictJson.of(without));
    }
    return json;
  }
}
