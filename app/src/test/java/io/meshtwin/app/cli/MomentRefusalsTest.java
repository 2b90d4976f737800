package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.app.progress.Progress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a question is said before a log is opened for it. */
class MomentRefusalsTest {
  private static final String ASSERTION = "GET http://a.b/ from b/c is 200";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "log --since yesterday",
        "log --until yesterday",
        "show --at yesterday",
        "diff @1 yesterday",
        "blame http://a.b/ --from b/c --at yesterday",
        "thin --to other --until yesterday"
      })
  void aMomentThatIsNone(String question) {
    assertRefused("'yesterday' is no moment", ("history " + question).split(" "));
  }

  @Test
  void aMomentOfABisection() {
    assertRefused("'@' is no moment", "history", "bisect", "--good", "@", "--assert", ASSERTION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka@yesterday", "kafka@@"})
  void aMeshOfNoMoment(String mesh) {
    assertRefused("is no moment of the log", "status", "--mesh", mesh);
  }

  @Test
  void twoMeshesThatAreNoFiles() {
    assertRefused(
        "one live mesh at a time: kafka@1 and kafka@2; meshtwin equiv compares two",
        "status",
        "--mesh",
        "kafka@1",
        "--mesh",
        "kafka@2");
  }

  @Test
  void twoPlacesForOneLog() {
    assertRefused(
        "--data and --kafka exclude each other",
        "status",
        "--mesh",
        "kafka@1",
        "--kafka",
        "localhost:9092");
  }

  @Test
  void aMeshOfTheLogStandsWhereHistoryLooks(@TempDir Path home) {
    var err = new ByteArrayOutputStream();
    try (var terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of("XDG_DATA_HOME", home.toString()),
            false,
            Progress.silent())) {
      RootCommand.run(terminal, "status", "--mesh", "kafka@head");
      RootCommand.run(terminal, "history", "log");
    }
    String refused = "no log is in " + home.resolve("meshtwin") + ": the directory does not exist";
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.contains(refused));
  }

  private static void assertRefused(String words, String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--data";
    all[arguments.length + 1] = "absent";
    Ran ran = Ran.command(all);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(words);
  }
}
