package io.meshtwin.app.cli;

import io.meshtwin.app.json.Json;
import io.meshtwin.app.report.Answer;
import io.meshtwin.app.report.Report;
import io.meshtwin.app.report.Style;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer goes, and how: {@code json}, or {@code json=out.json}.
 *
 * @param file null for standard output
 */
record Output(Format format, @Nullable String file) {
  enum Format {
    TABLE,
    JSON,
    YAML,
    MARKDOWN,
    JUNIT,
    SARIF,
    GITHUB;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads what options say.
   *
   * @param offered the formats that there are, in the order in which they are told
   * @throws CommandException when a format is none of them, or two would go to one place
   */
  static List<Output> parse(List<String> options, List<Format> offered) {
    List<Output> outputs = options.stream().map(option -> parse(option, offered)).toList();
    Set<String> places = new HashSet<>();
    for (Output output : outputs) {
      String place = output.file() == null ? "standard output" : output.file();
      String same = output.file() == null ? "" : Path.of(place).toAbsolutePath().normalize() + "";
      if (!places.add(same)) {
        throw new CommandException(
            "two formats would go to %s; give one a file of its own: -o %s=FILE"
                .formatted(place, output.format()));
      }
    }
    return outputs;
  }

  private static Output parse(String option, List<Format> offered) {
    int equals = option.indexOf('=');
    String name = equals < 0 ? option : option.substring(0, equals);
    String file = equals < 0 ? null : option.substring(equals + 1);
    if (file != null && file.isEmpty()) {
      throw new CommandException("-o " + option + " names no file; write -o " + name + "=FILE");
    }
    return offered.stream()
        .filter(format -> format.toString().equalsIgnoreCase(name))
        .findFirst()
        .map(format -> new Output(format, file))
        .orElseThrow(() ->
            new CommandException(
                "-o %s is none of %s"
                    .formatted(
                        name,
                        offered.stream().map(Format::toString).collect(Collectors.joining(", ")))));
  }

  /** Writes an answer, or a report where the format is one of those. */
  void write(Answer answer, Terminal terminal) {
    boolean standard = file == null;
    String text =
        text(answer, new Style(standard && terminal.colours()), standard ? terminal.width() : 0);
    if (file == null) {
      terminal.out().print(text);
    } else {
      OutputFile.write(file, text, terminal.progress());
    }
  }

  private String text(Answer answer, Style style, int width) {
    return switch (format) {
      case TABLE -> answer.table(style, width);
      case JSON -> Json.pretty(answer.document()) + "\n";
      case YAML -> Json.yaml(answer.document());
      case MARKDOWN -> report(answer).markdown();
      case JUNIT -> report(answer).junit();
      case SARIF -> Json.pretty(report(answer).sarif()) + "\n";
      case GITHUB -> report(answer).github();
    };
  }

  private Report report(Answer answer) {
    if (answer instanceof Report report) {
      return report;
    }
    throw new IllegalStateException(format + " is offered for what is no report");
  }
}
