package io.meshtwin.app.cli;

import io.meshtwin.app.report.Style;
import io.meshtwin.app.report.VerdictWords;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.trace.Hop;
import io.meshtwin.simulator.trace.Step;
import io.meshtwin.simulator.trace.Trace;
import java.io.PrintStream;

/** A trace for people: the verdict first, then each step with where it is written. */
final class ExplainTable {
  private final PrintStream out;
  private final Style style;

  ExplainTable(PrintStream out, Style style) {
    this.out = out;
    this.style = style;
  }

  void print(Decision decision, Trace trace) {
    out.println(style.strong(VerdictWords.of(decision.verdict())));
    for (Hop hop : trace.hops()) {
      out.println();
      out.println(hop.stop());
      hop.steps().forEach(this::step);
    }
  }

  private void step(Step step) {
    String line = String.format("  %-13s %s", step.kind(), step.decision());
    out.println(line);
    if (step.resource() != null) {
      String field = step.field().isEmpty() ? "" : " " + step.field();
      String source = step.source() == null ? "" : "  " + step.source();
      out.println(style.faint("                " + step.resource() + field + source));
    }
  }
}
