package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.cli.Output.Format;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.report.VerdictLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers to requests, one after the other. What goes to standard output is printed at once, so
 * that a pipe is answered line by line; files are written when all are there.
 */
final class AnswerLines {
  /** The formats that there are. */
  static final List<Format> OFFERED = List.of(Format.JSON, Format.YAML, Format.TABLE);

  private final List<Output> outputs;
  private final Map<String, StringBuilder> files = new LinkedHashMap<>();
  private final Terminal terminal;

  AnswerLines(List<Output> outputs, Terminal terminal) {
    this.outputs = List.copyOf(outputs);
    this.terminal = terminal;
  }

  void add(ObjectNode answer) {
    for (Output output : outputs) {
      String text = text(output.format(), answer);
      if (output.file() == null) {
        terminal.out().print(text);
      } else {
        files.computeIfAbsent(output.file(), _ -> new StringBuilder()).append(text);
      }
    }
  }

  /** Writes the files; one for no answers, too. */
  void write() {
    for (Output output : outputs) {
      String file = output.file();
      if (file != null) {
        String text = files.getOrDefault(file, new StringBuilder()).toString();
        OutputFile.write(file, text, terminal.progress());
      }
    }
  }

  private static String text(Format format, ObjectNode answer) {
    return switch (format) {
      case JSON -> Json.line(answer) + "\n";
      case YAML -> "---\n" + Json.yaml(answer);
      case TABLE -> id(answer) + "  " + words(answer) + "\n";
      case MARKDOWN, JUNIT, SARIF, GITHUB ->
          throw new IllegalStateException(format + " is not offered");
    };
  }

  private static String id(ObjectNode answer) {
    JsonNode id = answer.path("id");
    return id.isNull() || id.isMissingNode() ? "-" : id.asText();
  }

  private static String words(ObjectNode answer) {
    return answer.has("error") ? "error: " + answer.path("error").asText() : VerdictLine.of(answer);
  }
}
