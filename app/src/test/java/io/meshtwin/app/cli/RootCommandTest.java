package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
  void theVersionIsTheBuilds() {
    assertThat(Ran.command("--version").out()).matches("meshtwin \\d+\\.\\d+.*\\R");
  }

  @Test
  void theCompletionScriptKnowsTheCommands() {
    assertThat(Ran.command("generate-completion").out()).contains("preview").contains("--mesh");
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
