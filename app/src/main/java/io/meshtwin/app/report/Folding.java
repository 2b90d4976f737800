package io.meshtwin.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Folds lines for a narrow terminal, between words, under the text that they belong to. What is to
 * be typed or opened stays whole: a word that is too long, and lines with a command.
 */
public final class Folding {
  /** In a labelled line: the label with the blanks behind it. */
  private static final int LABEL = 8;

  /** Narrower than this nothing can be read. */
  private static final int LEAST = 40;

  private static final String COMMAND = "try ";

  private Folding() {}

  /**
   * Folds.
   *
   * @param width columns of the terminal; 0 for no terminal, then nothing is folded
   */
  public static String fold(String text, int width) {
    if (width < LEAST) {
      return text;
    }
    return text.lines()
        .flatMap(line -> fold(line, width, hanging(line)).stream())
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /** Where the text of a labelled line begins; another line goes on a little to the right. */
  private static int hanging(String line) {
    int blanks = line.length() - line.stripLeading().length();
    return blanks < 2 ? 2 : blanks + LABEL;
  }

  private static List<String> fold(String line, int width, int indent) {
    if (length(line) <= width || line.stripLeading().startsWith(COMMAND)) {
      return List.of(line);
    }
    var lines = new ArrayList<String>();
    var current = new StringBuilder();
    for (String word : line.splitWithDelimiters(" +", 0)) {
      boolean gap = word.isBlank();
      if (!gap && length(current) + length(word) > width && length(current) > indent) {
        lines.add(current.toString().stripTrailing());
        current = new StringBuilder(" ".repeat(indent));
      }
      if (!gap || lines.isEmpty() || length(current) > indent) {
        current.append(word);
      }
    }
    lines.add(current.toString().stripTrailing());
    return lines;
  }

  /** Columns: colours have none. */
  private static int length(CharSequence text) {
    return text.toString().replaceAll("\u001b\\[[0-9;]*m", "").length();
  }
}
