package io.meshtwin.app.report;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Findings for people: a line that counts them, and one for each. */
public final class FindingsTable {
  private FindingsTable() {}

  public static String of(List<Finding> findings, int suppressed, Style style) {
    var text = new StringBuilder();
    text.append(style.strong(count(findings))).append(suppressed(suppressed)).append('\n');
    findings.forEach(finding -> text.append(line(finding, style)));
    return text.toString();
  }

  /** How many of each severity, in words. */
  static String count(List<Finding> findings) {
    if (findings.isEmpty()) {
      return "nothing found";
    }
    return Arrays.stream(Severity.values())
        .map(severity -> {
          long count = findings.stream().filter(f -> f.severity() == severity).count();
          return count == 0 ? "" : count + " " + severity + (count == 1 ? "" : "s");
        })
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /** How many are not shown, in words; empty for none. */
  static String suppressed(int count) {
    return count == 0 ? "" : " (" + count + " suppressed)";
  }

  /** One finding, indented, with its line break. */
  static String line(Finding finding, Style style) {
    String field = finding.field().isEmpty() ? "" : " " + finding.field();
    String source = finding.source() == null ? "" : "  " + finding.source();
    return String.format(
        "  %s %-7s %s%s: %s%s%n",
        finding.code(),
        finding.severity(),
        finding.resource(),
        field,
        finding.message(),
        style.faint(source));
  }
}
