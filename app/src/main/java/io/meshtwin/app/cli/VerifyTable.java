package io.meshtwin.app.cli;

import io.meshtwin.app.report.Style;
import io.meshtwin.app.report.VerdictWords;
import java.util.List;

/** What came of intents, for people: the ones that do not hold last, where eyes are. */
final class VerifyTable {
  private VerifyTable() {}

  static void print(List<Verification.Result> results, Terminal terminal) {
    var style = new Style(terminal.colours());
    results.stream()
        .filter(Verification.Result::holds)
        .forEach(result -> terminal.out().println("holds    " + result.intent().name()));
    results.stream()
        .filter(result -> !result.holds())
        .forEach(result -> print(result, style, terminal));
    long held = results.stream().filter(Verification.Result::holds).count();
    terminal.out().println(held + " of " + results.size() + " intents hold");
  }

  private static void print(Verification.Result result, Style style, Terminal terminal) {
    String word = String.format("%-8s", result.word());
    terminal.out().println(style.bad(word) + " " + result.intent().name());
    line("because", result.why(), terminal);
    if (result.was() != null) {
      line("before", VerdictWords.of(result.was()), terminal);
    }
    if (result.verdict() != null) {
      line("now", VerdictWords.of(result.verdict()), terminal);
    }
    result
        .brokenBy()
        .forEach(event -> {
          String source = Verification.Result.source(event);
          line("by", event.key() + (source == null ? "" : "  " + source), terminal);
        });
  }

  private static void line(String label, String text, Terminal terminal) {
    terminal.out().println(String.format("         %-8s%s", label, text));
  }
}
