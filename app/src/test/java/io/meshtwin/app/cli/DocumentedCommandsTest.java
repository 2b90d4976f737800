package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.meshtwin.testkit.parts.SourceTree;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What pages and help tell people to type is understood, and prints what the pages show. */
class DocumentedCommandsTest {
  private static final CommandLine PARSER = RootCommand.complete(Ran.TERMINAL);

  static List<DocumentedCommand> pages() {
    return DocumentedCommand.ofPages();
  }

  static Stream<DocumentedCommand> help() {
    return RootCommandTest.leaves()
        .flatMap(path ->
            DocumentedCommand.ofHelp(
                String.join(" ", path), Ran.command(with(path, "--help")).out()));
  }

  private static String[] with(List<String> path, String last) {
    return Stream.concat(path.stream(), Stream.of(last)).toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource({"pages", "help"})
  void whatIsShownIsUnderstood(DocumentedCommand command) {
    String[] arguments = command.arguments().toArray(String[]::new);
    assertThatCode(() -> PARSER.parseArgs(arguments)).doesNotThrowAnyException();
  }

  /** Those that need nothing but the examples, and show what they print. */
  static Stream<DocumentedCommand> examples() {
    return pages().stream()
        .filter(command -> !command.output().isEmpty())
        .filter(command -> !command.arguments().getFirst().equals("serve"))
        .filter(command -> command.arguments().contains("examples/shop"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatIsShownIsWhatIsPrinted(DocumentedCommand command) {
    String root = SourceTree.root() + "/";
    Ran ran =
        Ran.command(
            command.arguments().stream()
                .map(word -> word.startsWith("examples/") ? root + word : word)
                .toArray(String[]::new));
    assertThat(ran.out().replace(root, "").stripTrailing()).matches(pattern(command.output()));
  }

  /** Where a page has {@code …} it leaves out what it likes, lines too. */
  private static Pattern pattern(List<String> lines) {
    String text =
        lines.stream()
            .map(line -> Pattern.quote(line).replace("…", "\\E.*\\Q"))
            .collect(Collectors.joining("\n"));
    return Pattern.compile(text, Pattern.DOTALL);
  }

  @Test
  void thePagesHaveCommandsOfAllKinds() {
    assertThat(pages()).hasSizeGreaterThan(40);
    assertThat(examples()).hasSizeGreaterThanOrEqualTo(6);
    assertThat(help()).hasSizeGreaterThan(40);
  }
}
