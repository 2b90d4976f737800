package io.meshtwin.app.report;

import io.meshtwin.app.json.BlastRadiusWords;
import io.meshtwin.simulator.diff.Difference;
import io.meshtwin.simulator.diff.Impact;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.twin.finding.Finding;
import java.util.List;

/** A preview for people at a terminal: the verdict first, the worst first. */
public final class PreviewTable {
  private final Style style;
  private final StringBuilder text = new StringBuilder();

  private PreviewTable(Style style) {
    this.style = style;
  }

  public static String of(PreviewReport report, Style style) {
    return new PreviewTable(style).print(report);
  }

  private String print(PreviewReport report) {
    Preview preview = report.preview();
    String verdict = PreviewWords.verdict(preview);
    boolean bad = preview.severity().filter(Impact.BREAKS::equals).isPresent();
    text.append(bad ? style.bad(verdict) : style.strong(verdict)).append('\n');
    report.told().forEach(this::difference);
    findings("introduces", preview.findings().introduced());
    findings("fixes", preview.findings().fixed());
    if (preview.findings().suppressed() > 0) {
      text.append(style.faint("\n" + preview.findings().suppressed() + " findings suppressed\n"));
    }
    if (!preview.differences().isEmpty()) {
      text.append('\n').append(BlastRadiusWords.line(report.radius())).append('\n');
    }
    if (!report.agreed().isEmpty()) {
      text.append('\n');
      report.agreed().forEach(line -> text.append(line).append('\n'));
    }
    text.append(style.faint("\nplan digest " + preview.digest())).append('\n');
    return text.toString();
  }

  private void difference(PreviewReport.Told told) {
    Difference difference = told.difference();
    text.append('\n')
        .append(style.strong(difference.word() + "  " + difference.destination()))
        .append("  ")
        .append(difference.requests())
        .append('\n');
    for (String[] line : told.lines()) {
      text.append(String.format("  %-8s%s%n", line[0], line[1]));
    }
  }

  private void findings(String word, List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    text.append('\n').append(word).append(":\n");
    findings.forEach(finding -> text.append(FindingsTable.line(finding, style)));
  }
}
