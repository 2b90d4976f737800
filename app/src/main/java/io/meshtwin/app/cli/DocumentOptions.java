package io.meshtwin.app.cli;

import io.meshtwin.app.cli.Output.Format;
import io.meshtwin.app.report.Answer;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Option;

/** How an answer is written: for people, or as a document. */
final class DocumentOptions {
  private static final List<Format> OFFERED = List.of(Format.TABLE, Format.JSON, Format.YAML);

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT[=FILE]",
      completionCandidates = Formats.class,
      description = "table, json or yaml, repeatable, each into a file of its own. Default: table.")
  private List<String> outputs = List.of("table");

  /** What a shell completes. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return OFFERED.stream().map(Format::toString).iterator();
    }
  }

  /** Refuses what cannot be written, before the work is done. */
  List<Output> parsed() {
    return Output.parse(outputs, OFFERED);
  }

  /** Writes the answer. */
  void write(Answer answer, Terminal terminal) {
    parsed().forEach(output -> output.write(answer, terminal));
  }
}
