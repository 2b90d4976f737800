package io.meshtwin.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
  enum Format {
    TABLE,
    JSON,
    YAML,
    MARKDOWN,
    JUNIT,
    SARIF
  }

  static PreviewOutput parse(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    Format format;
    try {
      format = Format.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new CommandException("-o " + name + " is none of table, json, yaml, markdown", e);
    }
    if (format == Format.JUNIT || format == Format.SARIF) {
      throw new CommandException(
          "-o " + name + " is not available yet; use table, json, yaml or markdown");
    }
    return new PreviewOutput(format, equals < 0 ? null : text.substring(equals + 1));
  }

  void write(Preview preview, Supplier<ObjectNode> json, Terminal terminal) {
    if (file == null) {
      terminal.out().print(text(preview, json, new Style(terminal.colours())));
      return;
    }
    try {
      Files.writeString(Path.of(file), text(preview, json, new Style(false)));
    } catch (IOException e) {
      throw new CommandException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private String text(Preview preview, Supplier<ObjectNode> json, Style style) {
    return switch (format) {
      case TABLE -> PreviewTable.of(preview, style);
      case JSON -> Json.pretty(json.get()) + "\n";
      case YAML -> yaml(json.get());
      case MARKDOWN -> PreviewMarkdown.of(preview);
      case JUNIT, SARIF -> throw new IllegalStateException("refused when it was parsed: " + format);
    };
  }

  private static String yaml(ObjectNode json) {
    try {
      return new com.fasterxml.jackson.dataformat.yaml.YAMLMapper().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written as YAML", e);
    }
  }
}
