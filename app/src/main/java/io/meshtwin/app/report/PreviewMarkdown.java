package io.meshtwin.app.report;

import io.meshtwin.app.json.BlastRadiusWords;
import io.meshtwin.simulator.diff.Difference;
import io.meshtwin.simulator.diff.Preview;

/** A preview for a pull request: the summary first, details folded. */
public final class PreviewMarkdown {
  private PreviewMarkdown() {}

  public static String of(PreviewReport report) {
    Preview preview = report.preview();
    var text = new StringBuilder();
    text.append("**").append(PreviewWords.verdict(preview)).append("**\n\n");
    if (!preview.differences().isEmpty()) {
      text.append("| severity | destination | requests | clients |\n|---|---|---|---|\n");
      preview.differences().forEach(difference -> row(difference, text));
      text.append('\n').append(BlastRadiusWords.line(report.radius())).append("\n\n");
      report.told().forEach(told -> details(told, text));
    }
    if (!report.agreed().isEmpty()) {
      report.agreed().forEach(line -> text.append(Markdown.escaped(line)).append("  \n"));
      text.append('\n');
    }
    if (!preview.findings().introduced().isEmpty()) {
      text.append("Introduces:\n\n");
      preview
          .findings()
          .introduced()
          .forEach(finding ->
              text.append(
                  String.format(
                      "- %s %s: %s%n",
                      finding.code(),
                      Markdown.escaped(finding.resource().toString()),
                      Markdown.escaped(finding.message()))));
      text.append('\n');
    }
    return text.append("Plan digest `").append(preview.digest()).append("`\n").toString();
  }

  private static void row(Difference difference, StringBuilder text) {
    text.append(
        String.format(
            "| %s | %s | %s | %s |%n",
            difference.word(),
            Markdown.escaped(difference.destination().toString()),
            Markdown.escaped(difference.requests()),
            Markdown.escaped(PreviewWords.clients(difference.clients()))));
  }

  private static void details(PreviewReport.Told told, StringBuilder text) {
    Difference difference = told.difference();
    text.append("<details><summary>")
        .append(Markdown.html(difference.word() + " " + difference.destination() + ", "))
        .append(Markdown.html(difference.requests()))
        .append("</summary>\n\n```\n");
    for (String[] line : told.lines()) {
      text.append(String.format("%-8s%s%n", line[0], line[1].replace("```", "` ` `")));
    }
    text.append("```\n\n</details>\n\n");
  }
}
