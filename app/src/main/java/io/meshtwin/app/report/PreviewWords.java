package io.meshtwin.app.report;

import io.meshtwin.app.json.WitnessJson;
import io.meshtwin.simulator.diff.ClientGroup;
import io.meshtwin.simulator.diff.Difference;
import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.diff.Preview;
import java.util.ArrayList;
import java.util.List;

/** Sentences that the formats for people share. */
public final class PreviewWords {
  private PreviewWords() {}

  public static String verdict(Preview preview) {
    if (preview.differences().isEmpty()) {
      return "no behaviour change: " + preview.equal() + " request classes proven equal";
    }
    String unknown = preview.unknown() == 0 ? "" : ", " + preview.unknown() + " unknown";
    String worst = preview.severity().map(Object::toString).orElse("");
    return (preview.changed() == 0 ? "unknown" : worst)
        + ": "
        + preview.changed()
        + " of "
        + preview.classes()
        + " request classes change, "
        + preview.equal()
        + " proven equal"
        + unknown;
  }

  static String clients(ClientGroup clients) {
    if (clients.workloads() == 0) {
      return clients.words();
    }
    String word = clients.workloads() == 1 ? " workload" : " workloads";
    return clients.words() + " (" + clients.workloads() + word + ")";
  }

  /** What is to be said of a difference, label and text. */
  static List<String[]> lines(Difference difference) {
    var lines = new ArrayList<String[]>();
    lines.add(new String[] {"from", clients(difference.clients())});
    switch (difference.outcome()) {
      case Outcome.Changed changed -> {
        lines.add(
            new String[] {
              "before",
              VerdictWords.of(changed.before()) + TuningWords.of(changed.before(), changed.after())
            });
        lines.add(
            new String[] {
              "after",
              VerdictWords.of(changed.after()) + TuningWords.of(changed.after(), changed.before())
            });
      }
      case Outcome.Undecided undecided -> lines.add(new String[] {"unknown", undecided.reason()});
    }
    difference
        .cause()
        .forEach(cause -> {
          String field = cause.field().isEmpty() ? "" : " " + cause.field();
          String source = cause.source() == null ? "" : "  " + cause.source();
          lines.add(new String[] {"cause", cause.resource() + field + source});
        });
    if (difference.outcome() instanceof Outcome.Changed changed) {
      lines.add(new String[] {"try", WitnessJson.words(changed.witness())});
    }
    return lines;
  }
}
