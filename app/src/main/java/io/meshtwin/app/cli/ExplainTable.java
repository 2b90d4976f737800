package io.meshtwin.app.cli;

import io.meshtwin.app.report.Style;
import io.meshtwin.app.report.VerdictWords;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.trace.Hop;
import io.meshtwin.simulator.trace.Step;
import io.meshtwin.simulator.trace.Trace;

/** A trace for people: the verdict first, then each step with where it is written. */
final class ExplainTable {
  private final Terminal terminal;
  private final Style style;

  ExplainTable(Terminal terminal) {
    this.terminal = terminal;
    this.style = new Style(terminal.colours());
  }

  void print(Decision decision, Trace trace) {
    terminal.out().println(style.strong(VerdictWords.of(decision.verdict())));
    for (Hop hop : trace.hops()) {
      terminal.out().println();
      terminal.out().println(hop.stop());
      hop.steps().forEach(this::step);
    }
  }

  private void step(Step step) {
    String line = String.format("  %-13s %s", step.kind(), step.decision());
    terminal.out().println(line);
    if (step.resource() != null) {
      String field = step.field().isEmpty() ? "" : " " + step.field();
      String source = step.source() == null ? "" : "  " + step.source();
      terminal.out().println(style.faint("                " + step.resource() + field + source));
    }
  }
}
