package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.history.EventFacts;
import io.meshtwin.app.history.FlowHistory;
import io.meshtwin.app.history.FlowQuestion;
import io.meshtwin.app.history.Stories;
import io.meshtwin.app.json.CountWords;
import io.meshtwin.app.json.EventJson;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.VerdictJson;
import io.meshtwin.app.report.Answer;
import io.meshtwin.app.report.EventLines;
import io.meshtwin.app.report.VerdictWords;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.simulator.history.Bisection;
import io.meshtwin.simulator.history.Judged;
import io.meshtwin.simulator.history.Turn;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Names the event that broke a flow. */
@Command(
    name = "bisect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Name the event after which an assertion no longer holds, and who made it.",
    footer = {
      "",
      "Every event between the two moments that can matter to the flow is tried. Where the event",
      "breaks the flow only together with earlier ones, all of them are named; where the flow broke",
      "more than once, that is said, and the last time counts.",
      "",
      "Examples:",
      "  meshtwin history bisect --good 2026-05-04T10:00:00Z --bad head \\",
      "      --assert 'GET http://catalog.shop/x from shop/storefront is 200'",
      "  meshtwin history bisect --good @120 --bad @480 -o json \\",
      "      --assert 'GET http://shop.example/ from gateway infra/edge goes to shop/catalog'",
      "",
      "Exit codes: 0 found, 2 an error, such as an assertion that does not hold at --good."
    })
final class HistoryBisectCommand implements Callable<Integer> {
  @Mixin private final StretchOptions question = new StretchOptions();

  @Option(
      names = "--good",
      required = true,
      paramLabel = "MOMENT",
      description = "A moment at which the assertion holds: " + HistoryOptions.MOMENT + ".")
  private String good = "";

  @Option(
      names = "--bad",
      defaultValue = "head",
      paramLabel = "MOMENT",
      description = "A later one at which it does not. Default: head.")
  private String bad = "head";

  @Option(
      names = "--assert",
      required = true,
      paramLabel = "INTENT",
      description = "What the flow has to do, as a sentence; see meshtwin verify --help.")
  private String assertion = "";

  private final Terminal terminal;

  HistoryBisectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    question.output.parsed();
    Moments.require(good, bad);
    IntentReader.Intent intent = intent();
    return question.past.ask(
        terminal,
        opened -> {
          Span span = StretchOptions.between(opened, good, bad, "--good and --bad");
          question.past.requireWhole(opened, span);
          IntentQuestion questions = question.questions(opened, span.from());
          FlowHistory.Found found = find(opened, span, questions.of(intent));
          report(found, new Stories(opened.history(), span.end()));
          return 0;
        });
  }

  private IntentReader.Intent intent() {
    try {
      return IntentReader.sentence(assertion);
    } catch (IllegalArgumentException e) {
      throw new CommandException("--assert: " + e.getMessage(), e);
    }
  }

  private FlowHistory.Found find(HistoryOptions.Opened opened, Span span, FlowQuestion flow) {
    try {
      return opened.flows(question.past.view(), flows -> flows.bisect(span, flow));
    } catch (FlowHistory.NoAnswerException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private void report(FlowHistory.Found found, Stories stories) {
    Bisection bisection = found.bisection();
    EventFacts event = stories.of(bisection.breaking().moment());
    List<EventFacts> together = bisection.together().stream().map(stories::of).toList();
    question.output.write(
        Answer.printed(
            (out, style) -> table(found, together, stories, new EventLines(style), out),
            () -> json(found, event, together, stories)),
        terminal);
  }

  private static void table(
      FlowHistory.Found found,
      List<EventFacts> together,
      Stories stories,
      EventLines lines,
      PrintStream out) {
    EventFacts event = stories.of(found.bisection().breaking().moment());
    out.println("broken by");
    lines.of(event).forEach(out::println);
    if (together.size() > 1) {
      out.println("only together with");
      together.stream()
          .filter(other -> other.offset() != event.offset())
          .forEach(other -> lines.of(other).forEach(out::println));
    }
    out.println("before  " + words(found.before()));
    out.println("after   " + words(found.after()));
    if (found.bisection().flapped()) {
      out.println("it broke more than once:");
      for (Turn turn : found.bisection().turns()) {
        out.println("  " + turn.after().word() + " from" + lines.head(stories.of(turn.moment())));
      }
    }
    out.println(CountWords.of(found.considered(), "event") + " could matter to the flow");
    stories.gaps().before(event).forEach(gap -> lines.of(gap).forEach(out::println));
  }

  private static String words(Judged judged) {
    return judged.verdict() == null
        ? "unknown: " + judged.why()
        : VerdictWords.of(judged.verdict());
  }

  private static ObjectNode json(
      FlowHistory.Found found, EventFacts event, List<EventFacts> together, Stories stories) {
    ObjectNode json = Json.object();
    json.set("event", EventJson.of(event));
    json.set("before", verdict(found.before()));
    json.set("after", verdict(found.after()));
    json.put("flapped", found.bisection().flapped());
    ArrayNode all = json.putArray("together");
    together.forEach(each -> all.add(EventJson.of(each)));
    ArrayNode turns = json.putArray("turns");
    for (Turn turn : found.bisection().turns()) {
      turns.add(turn(turn, stories));
    }
    ArrayNode gaps = json.putArray("gaps");
    stories.gaps().before(event).forEach(gap -> gaps.add(EventJson.of(gap)));
    return json.put("considered", found.considered());
  }

  static ObjectNode turn(Turn turn, Stories stories) {
    ObjectNode json = Json.object();
    json.put("before", turn.before().word());
    json.put("after", turn.after().word());
    json.put("why", turn.after().why().isEmpty() ? null : turn.after().why());
    EventFacts event = stories.of(turn.moment());
    json.set("event", EventJson.of(event));
    ArrayNode gaps = json.putArray("gaps");
    stories.gaps().before(event).forEach(gap -> gaps.add(EventJson.of(gap)));
    return json;
  }

  static ObjectNode verdict(Judged judged) {
    return judged.verdict() == null
        ? Json.object().put("verdict", "unknown").put("reason", judged.why())
        : VerdictJson.of(judged.verdict());
  }
}
