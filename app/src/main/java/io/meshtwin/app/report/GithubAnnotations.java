package io.meshtwin.app.report;

import io.meshtwin.simulator.diff.Cause;
import io.meshtwin.simulator.diff.Difference;
import io.meshtwin.simulator.diff.Impact;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.twin.finding.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workflow commands, which GitHub Actions shows as annotations at the lines of a pull request: one
 * for each class that is answered differently, at the first line that causes it, and one for each
 * finding.
 */
public final class GithubAnnotations {
  private final StringBuilder text = new StringBuilder();

  public GithubAnnotations() {}

  static String of(PreviewReport report) {
    Preview preview = report.preview();
    var annotations = new GithubAnnotations();
    report.told().forEach(annotations::add);
    preview.findings().introduced().forEach(annotations::add);
    annotations.write("notice", null, "Meshtwin", PreviewWords.verdict(preview));
    if (!report.agreed().isEmpty()) {
      String level = report.confirmed() ? "notice" : "error";
      annotations.write(level, null, "Meshtwin", String.join("\n", report.agreed()));
    }
    return annotations.text.toString();
  }

  public static String of(List<Finding> findings) {
    var annotations = new GithubAnnotations();
    findings.forEach(annotations::add);
    return annotations.text.toString();
  }

  private void add(PreviewReport.Told told) {
    Difference difference = told.difference();
    var body = new StringBuilder();
    body.append(difference.destination()).append(", ").append(difference.requests());
    for (String[] line : told.lines()) {
      body.append('\n').append(line[0]).append(": ").append(line[1]);
    }
    String source =
        difference.cause().stream()
            .map(Cause::source)
            .filter(GithubAnnotations::isPlace)
            .findFirst()
            .orElse(null);
    write(level(difference), source, "Behaviour " + difference.word(), body.toString());
  }

  private static String level(Difference difference) {
    if (difference.unknown()) {
      return "warning";
    }
    return level(difference.impact());
  }

  private static String level(Impact impact) {
    return switch (impact) {
      case BREAKS, WEAKENS_SECURITY -> "error";
      case REROUTES, REWRITES -> "warning";
      case TUNES, WIDENS -> "notice";
    };
  }

  private void add(Finding finding) {
    String level =
        switch (finding.severity()) {
          case ERROR -> "error";
          case WARNING -> "warning";
          case INFO -> "notice";
        };
    String field = finding.field().isEmpty() ? "" : " " + finding.field();
    write(
        level,
        finding.source(),
        finding.code() + " " + finding.code().title(),
        finding.resource() + field + ": " + finding.message());
  }

  /**
   * An annotation.
   *
   * @param level error, warning or notice
   * @param source {@code file:line}; otherwise it stands at no line
   */
  public void write(String level, @Nullable String source, String title, String message) {
    text.append("::").append(level).append(' ');
    if (source != null && isPlace(source)) {
      int colon = source.lastIndexOf(':');
      text.append("file=").append(property(source.substring(0, colon).replace('\\', '/')));
      text.append(",line=").append(source.substring(colon + 1)).append(',');
    }
    text.append("title=").append(property(title)).append("::").append(data(message)).append('\n');
  }

  /** The workflow commands, one a line. */
  public String text() {
    return text.toString();
  }

  /** {@code file:line}; what comes from a cluster has no place in a repository. */
  private static boolean isPlace(@Nullable String source) {
    return source != null && source.matches(".+:[0-9]+");
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
