package io.meshtwin.app.cli;

import io.meshtwin.app.cli.Output.Format;
import io.meshtwin.app.report.Report;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How a report is written: for commands whose answer may be no. */
final class ReportOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT[=FILE]",
      completionCandidates = Formats.class,
      description =
          "table, json, yaml, markdown, junit, sarif or github, repeatable, each into a file of its"
              + " own. Default: table.")
  private List<String> outputs = List.of("table");

  /** What a shell completes. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Format.values()).map(Format::toString).iterator();
    }
  }

  /** Refuses what cannot be written, before the work is done. */
  List<Output> parsed() {
    return Output.parse(outputs, List.of(Format.values()));
  }

  /** Writes the report. */
  void write(Report report, Terminal terminal) {
    parsed().forEach(output -> output.write(report, terminal));
  }
}
