package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.WitnessJson;
import io.meshtwin.app.report.Folding;
import io.meshtwin.app.report.GithubAnnotations;
import io.meshtwin.app.report.JunitSuite;
import io.meshtwin.app.report.Markdown;
import io.meshtwin.app.report.Report;
import io.meshtwin.app.report.SarifLog;
import io.meshtwin.app.report.Style;
import io.meshtwin.app.report.VerdictWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What came of intents, in every format: the ones that do not hold last, where eyes are.
 *
 * @param results in the order of the intents
 * @param place the file of the intents
 */
record VerifyReport(List<Verification.Result> results, String place) implements Report {
  VerifyReport {
    results = List.copyOf(results);
  }

  /** Whether the answer is no: what cannot be known does not hold. */
  boolean fails() {
    return broken().findAny().isPresent();
  }

  @Override
  public String table(Style style, int width) {
    var text = new StringBuilder();
    held().forEach(result -> text.append("holds    ").append(result.intent().name()).append('\n'));
    broken()
        .forEach(result -> {
          String word = String.format("%-8s", result.word());
          text.append(style.bad(word)).append(' ').append(result.intent().name()).append('\n');
          lines(result)
              .forEach(line ->
                  text.append(String.format("         %-8s%s%n", line.label(), line.text())));
        });
    return Folding.fold(text.append(summary()).append('\n').toString(), width);
  }

  @Override
  public ObjectNode document() {
    ObjectNode json = Json.object().put("apiVersion", "meshtwin.io/v1").put("kind", "Verification");
    json.putObject("summary")
        .put("intents", results.size())
        .put("holds", held().count())
        .put("broken", results.stream().filter(Verification.Result::broken).count())
        .put("unknown", results.stream().filter(Verification.Result::unknown).count());
    ArrayNode list = json.putArray("intents");
    results.forEach(result -> list.add(result.json()));
    return json;
  }

  @Override
  public String markdown() {
    var text = new StringBuilder("**" + summary() + "**\n");
    broken()
        .forEach(result -> {
          text.append("\n<details><summary>")
              .append(Markdown.html(result.word() + ": " + result.intent().name()))
              .append("</summary>\n\n```\n");
          lines(result)
              .forEach(line ->
                  text.append(
                      String.format(
                          "%-8s%s%n", line.label(), line.text().replace("```", "` ` `"))));
          text.append("```\n\n</details>\n");
        });
    return text.toString();
  }

  @Override
  public String junit() {
    var suite = new JunitSuite("meshtwin verify");
    for (Verification.Result result : results) {
      String name = result.intent().name();
      if (result.holds()) {
        suite.passed("meshtwin.verify", name, "");
      } else {
        suite.failed("meshtwin.verify", name, result.word(), result.why(), details(result));
      }
    }
    return suite.xml();
  }

  @Override
  public ObjectNode sarif() {
    var log = new SarifLog(place);
    broken()
        .forEach(result -> {
          var rule = new SarifLog.Rule("intent/" + result.word(), "An intent does not hold");
          String level = result.broken() ? "error" : "warning";
          String text = result.intent().name() + "\n" + details(result);
          ObjectNode json = log.add(rule, level, text.strip());
          SarifLog.fingerprint(json, result.intent().name());
          sources(result).forEach(source -> log.locate(json, source));
        });
    return log.json();
  }

  @Override
  public String github() {
    var annotations = new GithubAnnotations();
    broken()
        .forEach(result ->
            annotations.write(
                result.broken() ? "error" : "warning",
                sources(result).findFirst().orElse(null),
                "Intent " + result.word(),
                (result.intent().name() + "\n" + details(result)).strip()));
    annotations.write("notice", null, "Meshtwin", summary());
    return annotations.text();
  }

  private Stream<Verification.Result> held() {
    return results.stream().filter(Verification.Result::holds);
  }

  private Stream<Verification.Result> broken() {
    return results.stream().filter(result -> !result.holds());
  }

  private String summary() {
    return held().count() + " of " + results.size() + " intents hold";
  }

  /** Where it is broken by the change; otherwise where it is written. */
  private static Stream<String> sources(Verification.Result result) {
    List<String> changed =
        result.brokenBy().stream()
            .map(Verification.Result::source)
            .filter(Objects::nonNull)
            .toList();
    return changed.isEmpty() ? Stream.ofNullable(result.intent().source()) : changed.stream();
  }

  private record Line(String label, String text) {}

  private static String details(Verification.Result result) {
    var text = new StringBuilder();
    lines(result)
        .forEach(line -> text.append(line.label()).append(": ").append(line.text()).append('\n'));
    return text.toString();
  }

  private static List<Line> lines(Verification.Result result) {
    var lines = new ArrayList<Line>();
    lines.add(new Line("because", result.why()));
    if (result.was() != null) {
      lines.add(new Line("before", VerdictWords.of(result.was())));
    }
    if (result.verdict() != null) {
      lines.add(new Line("now", VerdictWords.of(result.verdict())));
    }
    result
        .brokenBy()
        .forEach(event -> {
          String source = Verification.Result.source(event);
          lines.add(new Line("by", event.key() + (source == null ? "" : "  " + source)));
        });
    if (result.call() != null) {
      lines.add(new Line("try", WitnessJson.words(result.call())));
    }
    return lines;
  }
}
