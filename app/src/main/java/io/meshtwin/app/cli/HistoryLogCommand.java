package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.meshtwin.app.history.EventFacts;
import io.meshtwin.app.history.HistoryLog;
import io.meshtwin.app.history.LogQuestion;
import io.meshtwin.app.history.NamedResource;
import io.meshtwin.app.json.DamageWords;
import io.meshtwin.app.json.EventJson;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.app.report.Answer;
import io.meshtwin.app.report.EventLines;
import io.meshtwin.app.report.PreviewWords;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.simulator.diff.Differ;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what the log holds. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Tell who changed what, when, seen from which cluster, in which fields.",
    footer = {
      "",
      "How sure a name is: exact and likely come from the API server's audit log, stated from",
      "whoever recorded the event, field manager from the object itself (a program, not a person).",
      "",
      "Examples:",
      "  meshtwin history log",
      "  meshtwin history log --resource HTTPRoute shop/catalog --behaviour",
      "  meshtwin history log --actor alice --since 2026-05-04T00:00:00Z -o json",
      "  meshtwin history log -f"
    })
final class HistoryLogCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

  @Mixin private final HistoryOptions past = new HistoryOptions();

  @Option(
      names = "--resource",
      arity = "1..2",
      paramLabel = "KIND NS/NAME",
      description = "Only what is about this resource; changes that touch it and gaps, too.")
  private List<String> resource = List.of();

  @Option(
      names = "--actor",
      paramLabel = "NAME",
      description = "Only what this user or program did.")
  private @Nullable String actor;

  @Option(
      names = "--since",
      paramLabel = "MOMENT",
      description = "Only what came after: " + HistoryOptions.MOMENT + ".")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "MOMENT",
      defaultValue = "head",
      description = "Only what came until then. Default: head.")
  private String until = "head";

  @Option(
      names = "-n",
      paramLabel = "N",
      defaultValue = "1000",
      description = "No more than the newest N; 0 for all. Default: ${DEFAULT-VALUE}.")
  private int newest = 1000;

  @Option(names = "-f", description = "Go on with what is appended, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--behaviour",
      description = "Say of each event what it does to behaviour; exact, and slower.")
  private boolean behaviour;

  @Mixin private final DocumentOptions output = new DocumentOptions();

  private final Terminal terminal;

  HistoryLogCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (newest < 0) {
      throw new CommandException("-n takes a number from 0 on");
    }
    List<Output> outputs = output.parsed();
    if (follow && (!until.equals("head") || !followable(outputs))) {
      throw new CommandException(
          "-f goes with a table or JSON lines on standard output, and without --until");
    }
    NamedResource named = named();
    Moments.require(since == null ? until : since, until);
    return past.ask(
        terminal,
        opened -> {
          long from = since == null ? 0 : opened.moments().from(since);
          long end = opened.moments().end(until);
          if (end < from) {
            throw new CommandException("--until " + until + " is before --since " + since);
          }
          var span = new Span(from, end);
          var question = new LogQuestion(span, named, actor, newest, past.view());
          HistoryLog.Told told = read(opened, question);
          print(told.events());
          sayWhatIsNotTold(opened, span, told);
          if (follow) {
            follow(opened, question, outputs.getFirst().format());
          }
          return 0;
        });
  }

  private HistoryLog.Told read(HistoryOptions.Opened opened, LogQuestion question) {
    try (Stage _ = terminal.progress().stage("reading the log")) {
      return HistoryLog.read(opened.history(), question, behaviour());
    }
  }

  private void follow(HistoryOptions.Opened opened, LogQuestion question, Output.Format format) {
    long from = question.span().end();
    HistoryLog log = HistoryLog.following(question, opened.imageBefore(from), behaviour());
    LogFollowing.run(opened.log(), from, log, format, terminal);
  }

  private HistoryLog.@Nullable Behaviour behaviour() {
    return behaviour ? this::words : null;
  }

  /** What may be missing in the answer, or is surprising in it. */
  private void sayWhatIsNotTold(HistoryOptions.Opened opened, Span span, HistoryLog.Told told) {
    opened.history().imageBefore(span.end()).setAside().stream()
        .filter(record -> record.offset() >= span.from())
        .map(DamageWords::of)
        .forEach(opened.say());
    NamedResource named = named();
    if (!told.events().isEmpty()) {
      return;
    }
    if (named != null && told.actors().isEmpty()) {
      opened.say().accept(named.absence(opened.history().keys()));
    } else if (actor != null) {
      opened.say().accept(absence(actor, told.actors()));
    }
  }

  private static String absence(String actor, Set<String> actors) {
    String none = "nothing in this stretch is known to be by " + actor;
    if (actors.isEmpty()) {
      return none + ", nor by anybody else";
    }
    String near = Nearest.words(actor, actors);
    return none + (near.isEmpty() ? "; those who did something there: " + some(actors) : near);
  }

  private static String some(Set<String> actors) {
    String names = actors.stream().limit(SHOWN).collect(Collectors.joining(", "));
    int more = actors.size() - SHOWN;
    return more > 0 ? names + " and " + more + " more" : names;
  }

  private @Nullable NamedResource named() {
    try {
      return resource.isEmpty() ? null : NamedResource.parse(resource);
    } catch (IllegalArgumentException e) {
      throw new CommandException("--resource: " + e.getMessage(), e);
    }
  }

  private static boolean followable(List<Output> outputs) {
    Output only = outputs.getFirst();
    return outputs.size() == 1 && only.file() == null && only.format() != Output.Format.YAML;
  }

  private void print(List<EventFacts> facts) {
    if (follow && output.parsed().getFirst().format() == Output.Format.JSON) {
      facts.forEach(each -> terminal.out().println(Json.line(EventJson.of(each))));
      return;
    }
    output.write(
        Answer.printed(
            (out, style) -> {
              var lines = new EventLines(style);
              facts.forEach(each -> lines.of(each).forEach(out::println));
            },
            () -> {
              ArrayNode json = Json.array();
              facts.forEach(each -> json.add(EventJson.of(each)));
              return json;
            }),
        terminal);
    if (newest > 0 && facts.size() == newest) {
      terminal.say("the newest " + newest + "; -n 0 for all");
    }
  }

  private String words(MeshImage before, MeshImage after) {
    ResolvedMesh was = past.resolve(before);
    ResolvedMesh is = past.resolve(after);
    return PreviewWords.verdict(
        ComparisonStage.of(terminal.progress(), steps -> Differ.preview(was, is, steps)));
  }
}
