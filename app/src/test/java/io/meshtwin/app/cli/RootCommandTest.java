package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.app.progress.Progress;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class RootCommandTest {
  @TempDir Path directory = Path.of("");

  static Stream<String> names() {
    return Subcommands.all().stream().map(Subcommands.Subcommand::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyCommandHasHelp(String name) {
    Ran ran = Ran.command(name, "--help");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("meshtwin " + name);
  }

  /** Every command, those of commands too. */
  static Stream<List<String>> leaves() {
    return leaves(RootCommand.complete(Ran.TERMINAL), List.of());
  }

  private static Stream<List<String>> leaves(CommandLine command, List<String> path) {
    return command.getSubcommands().isEmpty()
        ? Stream.of(path)
        : command.getSubcommands().entrySet().stream()
            .flatMap(sub ->
                leaves(
                    sub.getValue(),
                    Stream.concat(path.stream(), Stream.of(sub.getKey())).toList()));
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void helpHasExamplesAndExitCodesAndFitsIntoATerminal(List<String> path) {
    String help =
        Ran.command(Stream.concat(path.stream(), Stream.of("--help")).toArray(String[]::new)).out();
    assertThat(help).contains("Example", "meshtwin " + String.join(" ", path), "Exit codes:");
    assertThat(help.lines().filter(line -> !line.startsWith("  ")))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void helpKeepsExamplesAndSentencesWhole() {
    assertThat(Ran.command("explain", "--help").out())
        .contains("--mesh mesh/ --from bookinfo/productpage-v1\n");
    assertThat(Ran.command("--help").out()).contains("See it work on this machine, with a real");
  }

  @Test
  void whatMayBeMeantIsToldAsHelpWritesIt() {
    assertThat(Ran.command("schema", "foo").err()).contains("expected one of preview, findings,");
  }

  @Test
  void aClientThatIsNotThereIsAnsweredWithThoseThatAre() {
    String mesh = new Shop(directory).mesh();
    assertThat(explain("shop/nobody", mesh))
        .contains("no workload shop/nobody in the mesh; shop has shop/cart-v1, shop/cart-v2");
    assertThat(explain("shap/cart-v1", mesh)).contains("; its workloads are in shop");
  }

  private static String explain(String client, String mesh) {
    return Ran.command("explain", "http://cart.shop/", "--from", client, "--mesh", mesh).err();
  }

  @Test
  void explainTakesAUrlAloneForAGet() {
    String mesh = new Shop(directory).mesh();
    assertThat(explain("shop/cart-v1", mesh)).isEmpty();
    Ran nothing = Ran.command("explain", "GET", "--from", "shop/cart-v1", "--mesh", mesh);
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).contains("what does the client ask for?");
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(Ran.command("--help").out()).contains(names().toList());
  }

  @Test
  void aMistypedCommandIsRefusedWithWhatMayBeMeant() {
    Ran ran = Ran.command("previw");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("preview").doesNotContain("Exception");
  }

  @Test
  void aMistypedOptionIsNamedBeforeTheOneThatIsMissingForIt() {
    Ran ran = Ran.command("preview", "--mseh", "mesh/", "-f", "change.yaml");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--mseh", "did you mean --mesh?").doesNotContain("Missing");
    assertThat(Ran.command("preview", "-m", "mesh/").err()).contains("did you mean --mesh or");
  }

  /** Which would otherwise be the exit code of a change of behaviour, beside half a report. */
  @Test
  void resultsThatCannotBeWrittenAreAnErrorWhateverTheAnswerIs() throws Exception {
    var shop = new Shop(directory);
    var err = new ByteArrayOutputStream();
    var said = new PrintStream(err, true, StandardCharsets.UTF_8);
    try (var full = new FileOutputStream("/dev/full");
        var terminal =
            new Terminal(
                InputStream.nullInputStream(),
                Terminal.output(full, said),
                said,
                Map.of(),
                false,
                Progress.silent())) {
      int code = RootCommand.run(terminal, "preview", "--mesh", shop.mesh(), "-f", shop.canary());
      assertThat(code).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .isEqualTo("meshtwin: standard output cannot be written: No space left on device\n");
    }
  }

  @Test
  void helpMayComeFirst() {
    assertThat(Ran.command("help").out()).isEqualTo(Ran.command("--help").out());
    assertThat(Ran.command("help", "change", "propose").out())
        .isEqualTo(Ran.command("change", "propose", "--help").out())
        .contains("Example");
    Ran unknown = Ran.command("help", "previw");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("did you mean preview");
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(Ran.command("--version").out()).matches("meshtwin \\d+\\.\\d+.*\\R");
  }

  @Test
  void theCompletionScriptKnowsTheCommands() {
    assertThat(Ran.command("generate-completion").out()).contains("preview").contains("--mesh");
  }

  @Test
  void aShellCompletesFilesFormatsAndSeverities() throws Exception {
    String script = Ran.command("generate-completion").out();
    String mesh = new Shop(directory).mesh();
    String begun = mesh.substring(0, mesh.length() - 3);
    assertThat(completed(script, "meshtwin preview --mesh", begun)).isEqualTo(mesh);
    assertThat(completed(script, "meshtwin preview -o", "mark")).isEqualTo("markdown");
    assertThat(completed(script, "meshtwin equiv a b --fail-on", "br")).isEqualTo("breaks");
    assertThat(completed(script, "meshtwin status -o", "y")).isEqualTo("yaml");
  }

  /** What bash makes of a word that is begun. */
  private static String completed(String script, String words, String begun) throws Exception {
    String program =
        script
            + "compopt() { :; }\n"
            + "COMP_WORDS=(%s '%s'); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                .formatted(words, begun)
            + "_complete_meshtwin; echo \"${COMPREPLY[@]}\"\n";
    Process bash = new ProcessBuilder("bash").start();
    try (var in = bash.outputWriter()) {
      in.write(program);
    }
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void explainTellsTheWinnerAndTheLosers() {
    var shop = new Shop(directory);
    Ran ran =
        Ran.command(
            "explain",
            "GET",
            "http://cart/cart/1",
            "--from",
            "shop/cart-v1",
            "--header",
            "x-env: canary",
            "--mesh",
            shop.mesh(),
            "--mesh",
            shop.canary());
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .startsWith("forwarded 100% shop/cart-v2:80")
        .contains("won: longest path")
        .contains("lost: takes the request too")
        .contains("canary.yaml:");
  }

  @Test
  void explainNeedsAClient() {
    Ran ran = Ran.command("explain", "GET", "http://cart/", "--mesh", new Shop(directory).mesh());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--from").hasLineCount(1);
  }
}
