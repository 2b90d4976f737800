package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.FindingsJson;
import io.meshtwin.app.json.Json;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.Severity;
import java.util.List;

/**
 * Findings in every format.
 *
 * @param findings worst first
 * @param suppressed how many are not among them, since nobody wants to see them
 * @param threshold the least severity for which the answer is no
 * @param place the mesh as the user named it
 */
public record FindingsReport(
    List<Finding> findings, int suppressed, Severity threshold, String place) implements Report {
  public FindingsReport {
    findings = List.copyOf(findings);
  }

  /** Whether the answer is no. */
  public boolean fails() {
    return findings.stream().anyMatch(this::fails);
  }

  private boolean fails(Finding finding) {
    return finding.severity().compareTo(threshold) <= 0;
  }

  @Override
  public String table(Style style, int width) {
    return Folding.fold(FindingsTable.of(findings, suppressed, style), width);
  }

  @Override
  public ObjectNode document() {
    ObjectNode json = Json.object().put("apiVersion", "meshtwin.io/v1").put("kind", "Findings");
    ObjectNode summary = json.putObject("summary");
    for (Severity severity : Severity.values()) {
      summary.put(
          severity.toString(), findings.stream().filter(f -> f.severity() == severity).count());
    }
    summary.put("suppressed", suppressed);
    json.set("findings", FindingsJson.of(findings));
    return json;
  }

  @Override
  public String markdown() {
    var text = new StringBuilder("**");
    text.append(FindingsTable.count(findings)).append("**");
    text.append(FindingsTable.suppressed(suppressed)).append('\n');
    if (!findings.isEmpty()) {
      text.append("\n| severity | code | resource | finding | where |\n|---|---|---|---|---|\n");
    }
    for (Finding finding : findings) {
      String source = finding.source() == null ? "" : finding.source();
      text.append(
          String.format(
              "| %s | %s | %s | %s | %s |%n",
              finding.severity(),
              finding.code(),
              Markdown.escaped(subject(finding)),
              Markdown.escaped(finding.message()),
              Markdown.escaped(source)));
    }
    return text.toString();
  }

  @Override
  public String junit() {
    var suite = new JunitSuite("meshtwin findings");
    if (findings.isEmpty()) {
      suite.passed("meshtwin.findings", "nothing found", "");
    }
    for (Finding finding : findings) {
      String classname = "meshtwin.findings." + finding.severity();
      String name = finding.code() + " " + subject(finding);
      String source = finding.source() == null ? "" : "\n" + finding.source();
      String details = finding.message() + source + "\n";
      if (fails(finding)) {
        suite.failed(classname, name, finding.code().code(), finding.message(), details);
      } else {
        suite.passed(classname, name, details);
      }
    }
    return suite.xml();
  }

  @Override
  public ObjectNode sarif() {
    return SarifLog.of(findings, place);
  }

  @Override
  public String github() {
    return GithubAnnotations.of(findings);
  }

  private static String subject(Finding finding) {
    String field = finding.field().isEmpty() ? "" : " " + finding.field();
    return finding.resource() + field;
  }
}
