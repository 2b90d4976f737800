package io.meshtwin.app.cli;

import io.meshtwin.testkit.parts.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A command that a page shows.
 *
 * @param place the page and the line
 * @param arguments as a shell gives them
 * @param output what the page shows beneath a prompt, up to the next one or the end of its block
 */
record DocumentedCommand(String place, List<String> arguments, List<String> output) {
  /** Where one begins: after a prompt, a pipe or nothing. */
  private static final Pattern COMMAND =
      Pattern.compile("^\\s*(?:\\$ |.*?[|;] )?(?:\\./)?meshtwin (?=[a-z-])(.*)$");

  /** A word, with quotes within; what ends a command. */
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

  /** Those of the README and the guides, in order. */
  static List<DocumentedCommand> ofPages() {
    Path root = SourceTree.root();
    try (Stream<Path> guides = Files.list(root.resolve("docs/guide"))) {
      return Stream.concat(Stream.of(root.resolve("README.md")), guides.sorted())
          .filter(page -> page.toString().endsWith(".md"))
          .flatMap(page -> in(root.relativize(page).toString(), linesOf(page)).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> linesOf(Path page) {
    try {
      return continued(Files.readString(page)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With lines that end with a backslash put together. */
  private static String continued(String text) {
    return text.replaceAll("\\\\\n\\s*", "");
  }

  /** The examples of a command's help. */
  static Stream<DocumentedCommand> ofHelp(String name, String help) {
    return continued(help)
        .lines()
        .filter(line -> line.matches("  \\S.*"))
        .flatMap(line -> Stream.ofNullable(of(name + " --help", line)));
  }

  /** Those in the blocks of code of a page. */
  private static List<DocumentedCommand> in(String page, List<String> lines) {
    var commands = new ArrayList<DocumentedCommand>();
    boolean code = false;
    DocumentedCommand last = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        code = !code;
        last = null;
        continue;
      }
      DocumentedCommand command = code ? of(page + ":" + (i + 1), line) : null;
      if (command != null) {
        commands.add(command);
        last = line.startsWith("$ ") ? command : null;
      } else if (last != null) {
        last.output().add(line);
      }
    }
    return commands;
  }

  /** The one in a line, null where there is none. */
  private static @Nullable DocumentedCommand of(String place, String line) {
    var found = COMMAND.matcher(line);
    if (!found.matches()) {
      return null;
    }
    List<String> words =
        WORD.matcher(found.group(1).split("; ", 2)[0])
            .results()
            .map(MatchResult::group)
            .takeWhile(word -> !List.of("#", "|", ">").contains(word))
            .map(word -> word.replaceAll("['\"]", ""))
            .toList();
    return new DocumentedCommand(place, words, new ArrayList<>());
  }

  @Override
  public String toString() {
    return place + " " + String.join(" ", arguments);
  }
}
