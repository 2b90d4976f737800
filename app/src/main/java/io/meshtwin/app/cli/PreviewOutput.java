package io.meshtwin.app.cli;

import io.meshtwin.app.json.Json;
import io.meshtwin.app.report.Folding;
import io.meshtwin.app.report.GithubAnnotations;
import io.meshtwin.app.report.PreviewJunit;
import io.meshtwin.app.report.PreviewMarkdown;
import io.meshtwin.app.report.PreviewReport;
import io.meshtwin.app.report.PreviewSarif;
import io.meshtwin.app.report.PreviewTable;
import io.meshtwin.app.report.Style;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a preview goes, and how: {@code json}, or {@code json=out.json}.
 *
 * @param file null for standard output
 */
record PreviewOutput(Format format, @Nullable String file) {
  static final String DESCRIPTION =
      "table, json, yaml, markdown, junit, sarif or github, repeatable. Default: table.";

  enum Format {
    TABLE,
    JSON,
    YAML,
    MARKDOWN,
    JUNIT,
    SARIF,
    GITHUB
  }

  /** Whether it is the table, on standard output. */
  boolean isTable() {
    return format == Format.TABLE && file == null;
  }

  static PreviewOutput parse(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    Format format;
    try {
      format = Format.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          "-o " + name + " is none of table, json, yaml, markdown, junit, sarif, github", e);
    }
    return new PreviewOutput(format, equals < 0 ? null : text.substring(equals + 1));
  }

  /** Writes. */
  void write(PreviewReport report, Terminal terminal) {
    var style = new Style(file == null && terminal.colours());
    String text = text(report, style);
    if (file == null && format == Format.TABLE) {
      text = Folding.fold(text, terminal.width());
    }
    if (file == null) {
      terminal.out().print(text);
      return;
    }
    OutputFile.write(file, text, terminal.progress());
  }

  private String text(PreviewReport report, Style style) {
    return switch (format) {
      case TABLE -> PreviewTable.of(report, style);
      case JSON -> Json.pretty(report.json().get()) + "\n";
      case YAML -> Json.yaml(report.json().get());
      case MARKDOWN -> PreviewMarkdown.of(report);
      case JUNIT -> PreviewJunit.of(report);
      case SARIF -> Json.pretty(PreviewSarif.of(report.preview())) + "\n";
      case GITHUB -> GithubAnnotations.of(report.preview());
    };
  }
}
