package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.diff.Difference;
import io.meshtwin.simulator.diff.Impact;
import io.meshtwin.simulator.diff.Preview;

/**
 * A preview as SARIF: a result for each class that is answered differently, at the lines that cause
 * it, and for each finding that the change introduces.
 */
public final class PreviewSarif {
  private PreviewSarif() {}

  public static ObjectNode of(Preview preview) {
    var log = new SarifLog();
    preview.differences().forEach(difference -> add(difference, log));
    preview.findings().introduced().forEach(log::add);
    return log.json();
  }

  private static void add(Difference difference, SarifLog log) {
    var rule =
        new SarifLog.Rule(
            "behaviour/" + difference.impact(),
            "A change of behaviour that " + difference.impact() + " requests");
    var text = new StringBuilder();
    text.append(difference.destination()).append(", ").append(difference.requests());
    for (String[] line : PreviewWords.lines(difference)) {
      text.append('\n').append(line[0]).append(": ").append(line[1]);
    }
    ObjectNode result = log.add(rule, level(difference.impact()), text.toString());
    SarifLog.fingerprint(result, difference.key());
    difference.cause().forEach(cause -> SarifLog.location(result, cause.source()));
  }

  private static String level(Impact impact) {
    return switch (impact) {
      case BREAKS, WEAKENS_SECURITY -> "error";
      case REROUTES, REWRITES -> "warning";
      case TUNES, WIDENS -> "note";
    };
  }
}
