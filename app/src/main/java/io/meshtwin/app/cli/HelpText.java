package io.meshtwin.app.cli;

import io.meshtwin.app.report.Folding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * What help says beside the options: paragraphs as wide as the terminal, examples as they are to be
 * typed, and the exit codes of every command.
 */
final class HelpText {
  private static final String EXIT_CODES = "Exit codes:";
  private static final String USUAL = EXIT_CODES + " 0 done, 2 an error.";

  private HelpText() {}

  /** Has a command and its subcommands tell their help so. */
  static void install(CommandLine root) {
    Map<String, IHelpSectionRenderer> sections = root.getHelpSectionMap();
    sections.put(
        UsageMessageSpec.SECTION_KEY_DESCRIPTION,
        help -> text(help, List.of(help.commandSpec().usageMessage().description())));
    sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, HelpText::footer);
    root.setHelpSectionMap(sections);
  }

  private static String footer(Help help) {
    var lines = new ArrayList<>(List.of(help.commandSpec().usageMessage().footer()));
    if (lines.stream().noneMatch(line -> line.startsWith(EXIT_CODES))) {
      lines.add("");
      lines.add(USUAL);
    }
    return text(help, lines);
  }

  /** Lines that begin with blanks stay as they are; the others are a paragraph up to the next. */
  private static String text(Help help, List<String> lines) {
    int width = help.commandSpec().usageMessage().width() - 1;
    var text = new StringBuilder();
    var paragraph = new StringBuilder();
    for (String raw : lines) {
      // As picocli reads them: a percent sign is written twice.
      String line = String.format(raw);
      boolean itself = line.isEmpty() || line.startsWith(" ") || line.endsWith(":");
      if (itself) {
        flush(paragraph, width, text);
        text.append(line).append('\n');
      } else {
        paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
      }
    }
    flush(paragraph, width, text);
    return text.toString();
  }

  private static void flush(StringBuilder paragraph, int width, StringBuilder text) {
    if (!paragraph.isEmpty()) {
      text.append(Folding.fold(paragraph.toString(), width).stripTrailing()).append('\n');
      paragraph.setLength(0);
    }
  }
}
