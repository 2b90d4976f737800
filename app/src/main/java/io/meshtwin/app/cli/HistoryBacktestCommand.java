package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.history.EventFacts;
import io.meshtwin.app.history.FlowHistory;
import io.meshtwin.app.history.Stories;
import io.meshtwin.app.json.CountWords;
import io.meshtwin.app.json.EventJson;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.report.Answer;
import io.meshtwin.app.report.EventLines;
import io.meshtwin.app.report.Style;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.simulator.history.Judged;
import io.meshtwin.simulator.history.Turn;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says when intents held. */
@Command(
    name = "backtest",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Say when each intent held and when it did not, with the event at each turn.",
    footer = {
      "",
      "For an intent that is written after the fact: would it have caught what happened, and would",
      "it have cried wolf? The file is that of meshtwin verify.",
      "",
      "Examples:",
      "  meshtwin history backtest --intents intents.yaml --since 7d",
      "  meshtwin history backtest --intents intents.yaml --since @0 -o json",
      "",
      "Exit codes: 0 all held all the time, 1 one did not, 2 an error."
    })
final class HistoryBacktestCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  @Mixin private final StretchOptions question = new StretchOptions();

  @Option(
      names = "--intents",
      required = true,
      paramLabel = "FILE",
      description = "The intents, as YAML; see meshtwin verify --help.")
  private Path intents = Path.of("");

  @Option(
      names = "--since",
      required = true,
      paramLabel = "MOMENT",
      description = "From when on: " + HistoryOptions.MOMENT + ".")
  private String since = "";

  @Option(
      names = "--until",
      defaultValue = "head",
      paramLabel = "MOMENT",
      description = "Until when. Default: head.")
  private String until = "head";

  private final Terminal terminal;

  HistoryBacktestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    question.output.parsed();
    Moments.require(since, until);
    List<IntentReader.Intent> wanted = IntentReader.read(intents);
    return question.past.ask(
        terminal,
        opened -> {
          Span span = StretchOptions.between(opened, since, until, "--since and --until");
          question.past.requireWhole(opened, span);
          IntentQuestion questions = question.questions(opened, span.end());
          List<FlowHistory.Past> records =
              opened.flows(
                  question.past.view(),
                  flows -> flows.backtest(span, wanted.stream().map(questions::of).toList()));
          var stories = new Stories(opened.history(), span.end());
          List<EventFacts> gaps = stories.gaps().in(span);
          question.output.write(
              Answer.printed(
                  (out, style) -> {
                    table(wanted, records, stories, style, out);
                    gaps(gaps, style, out);
                  },
                  () -> json(wanted, records, stories, gaps)),
              terminal);
          return records.stream().allMatch(HistoryBacktestCommand::held) ? 0 : 1;
        });
  }

  private static boolean held(FlowHistory.Past record) {
    return record.first().holds() && record.turns().isEmpty();
  }

  private static void table(
      List<IntentReader.Intent> wanted,
      List<FlowHistory.Past> records,
      Stories stories,
      Style style,
      PrintStream out) {
    var lines = new EventLines(style);
    for (int i = 0; i < wanted.size(); i++) {
      FlowHistory.Past record = records.get(i);
      out.println(style.strong(wanted.get(i).name()));
      out.println("  at the beginning  " + words(record.first()));
      for (Turn turn : record.turns()) {
        out.println("  " + words(turn.after()));
        EventFacts event = stories.of(turn.moment());
        lines.of(event).forEach(out::println);
        stories.gaps().before(event).forEach(gap -> out.println(lines.head(gap)));
      }
      if (record.turns().isEmpty()) {
        out.println("  nothing turned it");
      }
    }
  }

  /** An intent may have failed in them, and held again before anybody looked. */
  private static void gaps(List<EventFacts> gaps, Style style, PrintStream out) {
    if (gaps.isEmpty()) {
      return;
    }
    out.println("not seen: what failed and held again within");
    gaps.stream().limit(SHOWN).forEach(gap -> out.println(new EventLines(style).head(gap)));
    if (gaps.size() > SHOWN) {
      int more = gaps.size() - SHOWN;
      out.println("and %s; -o json has all".formatted(CountWords.of(more, "more gap")));
    }
  }

  private static String words(Judged judged) {
    return judged.holds() ? "holds" : judged.word() + ": " + judged.why();
  }

  private static ArrayNode json(
      List<IntentReader.Intent> wanted,
      List<FlowHistory.Past> records,
      Stories stories,
      List<EventFacts> gaps) {
    ArrayNode json = Json.array();
    for (int i = 0; i < wanted.size(); i++) {
      FlowHistory.Past record = records.get(i);
      ObjectNode item = json.addObject().put("intent", wanted.get(i).name());
      item.set("first", judged(record.first()));
      ArrayNode turns = item.putArray("turns");
      record.turns().forEach(turn -> turns.add(HistoryBisectCommand.turn(turn, stories)));
      item.set("last", judged(record.last()));
      item.put("held", held(record));
      ArrayNode unseen = item.putArray("gaps");
      gaps.forEach(gap -> unseen.add(EventJson.of(gap)));
    }
    return json;
  }

  private static ObjectNode judged(Judged judged) {
    @Nullable String why = judged.why().isEmpty() ? null : judged.why();
    return Json.object().put("result", judged.word()).put("reason", why);
  }
}
