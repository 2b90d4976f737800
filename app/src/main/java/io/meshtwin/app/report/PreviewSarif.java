package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.diff.Cause;
import io.meshtwin.simulator.diff.Difference;
import io.meshtwin.simulator.diff.Impact;

/**
 * A preview as SARIF: a result for each class that is answered differently, at the lines that cause
 * it, and for each finding that the change introduces.
 */
final class PreviewSarif {
  private PreviewSarif() {}

  static ObjectNode of(PreviewReport report) {
    var log = new SarifLog(report.place());
    report.told().forEach(told -> add(told, log));
    report.preview().findings().introduced().forEach(log::add);
    report.agreed().forEach(line -> log.note(report.confirmed() ? "note" : "error", line));
    return log.json();
  }

  private static void add(PreviewReport.Told told, SarifLog log) {
    Difference difference = told.difference();
    var rule =
        new SarifLog.Rule(
            "behaviour/" + difference.impact(),
            "A change of behaviour that " + difference.impact() + " requests");
    var text = new StringBuilder();
    text.append(difference.destination()).append(", ").append(difference.requests());
    for (String[] line : told.lines()) {
      text.append('\n').append(line[0]).append(": ").append(line[1]);
    }
    ObjectNode result =
        log.add(
            rule, difference.unknown() ? "warning" : level(difference.impact()), text.toString());
    SarifLog.fingerprint(result, difference.key());
    for (Cause cause : difference.cause()) {
      String field = cause.field().isEmpty() ? "" : " " + cause.field();
      log.locate(result, cause.source()).logical(cause.resource() + field);
    }
  }

  private static String level(Impact impact) {
    return switch (impact) {
      case BREAKS, WEAKENS_SECURITY -> "error";
      case REROUTES, REWRITES -> "warning";
      case TUNES, WIDENS -> "note";
    };
  }
}
