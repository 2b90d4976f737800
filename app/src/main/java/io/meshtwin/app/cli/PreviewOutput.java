package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.diff.Impact;
import io.meshtwin.simulator.diff.Preview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
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

  /**
   * Writes.
   *
   * @param threshold from which a difference fails a test of a JUnit report
   */
  void write(Preview preview, Impact threshold, Supplier<ObjectNode> json, Terminal terminal) {
    var style = new Style(file == null && terminal.colours());
    String text = text(preview, threshold, json, style);
    if (file == null) {
      terminal.out().print(text);
      return;
    }
    try {
      Files.writeString(Path.of(file), text);
    } catch (IOException e) {
      throw new CommandException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private String text(Preview preview, Impact threshold, Supplier<ObjectNode> json, Style style) {
    return switch (format) {
      case TABLE -> PreviewTable.of(preview, style);
      case JSON -> Json.pretty(json.get()) + "\n";
      case YAML -> Json.yaml(json.get());
      case MARKDOWN -> PreviewMarkdown.of(preview);
      case JUNIT -> PreviewJunit.of(preview, threshold);
      case SARIF -> Json.pretty(PreviewSarif.of(preview)) + "\n";
      case GITHUB -> GithubAnnotations.of(preview);
    };
  }
}
