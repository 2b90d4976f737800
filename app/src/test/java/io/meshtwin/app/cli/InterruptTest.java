package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, and where progress is shown, by the real program in a process of its own. */
@UsesEnvoy
class InterruptTest {
  private static final String ANY = "127.0.0.1:0";

  private final EnvoyBinary envoy;
  @TempDir Path directory;
  @TempDir Path temporary;

  InterruptTest(EnvoyBinary envoy) {
    this.envoy = envoy;
  }

  @Test
  void oneLineNamesTheStageAndWhatWasWrittenBeforeStays() throws Exception {
    Path change = pipe();
    Path report = Files.writeString(directory.resolve("report.json"), "of yesterday");
    var shop = new Shop(directory);
    try (Program program =
            start("preview", "--mesh", shop.mesh(), "-f", "" + change, "-o", "json=" + report);
        // Opening waits for the reader, so that the program is at its manifests now.
        OutputStream _ = Files.newOutputStream(change)) {
      program.interrupt();
      assertThat(program.end()).isEqualTo(130);
      assertThat(program.out()).isEmpty();
      assertThat(words(program))
          .matches("meshtwin: interrupted while reading manifests, after .* s");
    }
    assertThat(report).hasContent("of yesterday");
    assertThat(names(directory)).containsExactlyInAnyOrder("change", "mesh.yaml", "report.json");
  }

  @Test
  void aServerEndsWhenItIsClosedAndNotLater() throws Exception {
    var shop = new Shop(directory);
    String data = directory.resolve("log").toString();
    try (Program program =
        start("serve", "--mesh", shop.mesh(), "--data", data, "--http", ANY, "--xds", ANY)) {
      BufferedReader out = program.process().inputReader();
      assertThat(out.readLine()).startsWith("ready: ");
      Instant interrupted = Instant.now();
      program.interrupt();
      assertThat(program.end()).isEqualTo(130);
      assertThat(Duration.between(interrupted, Instant.now())).isLessThan(Duration.ofSeconds(15));
      assertThat(program.err()).endsWith("meshtwin: stopping\n");
    }
  }

  @Test
  void confirmLeavesNoEnvoyAndNoTemporaryFiles() throws Exception {
    var shop = new Shop(directory);
    List<ProcessHandle> children;
    try (Program program =
        start("preview", "--mesh", shop.mesh(), "-f", shop.canary(), "--confirm")) {
      program.await(() -> envoys(program).findAny().isPresent());
      children = envoys(program).toList();
      program.interrupt();
      assertThat(program.end()).isEqualTo(130);
      assertThat(program.out()).isEmpty();
      assertThat(words(program))
          .startsWith("meshtwin: interrupted while confirming on Envoy what happens before");
    }
    assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    assertThat(names(temporary)).noneMatch(name -> name.startsWith("meshtwin-"));
  }

  @Test
  void anEmbeddedBrokerEndsInOrder() throws Exception {
    Path data = directory.resolve("data");
    Path holder = data.resolve("meshtwin.holder");
    var shop = new Shop(directory);
    Ran.command("ingest", "--source", shop.mesh(), "--data", data.toString(), "--once");
    try (Program program = start("history", "log", "--data", data.toString())) {
      program.await(() -> Files.exists(holder));
      program.interrupt();
      assertThat(program.end()).isEqualTo(130);
      assertThat(words(program)).startsWith("meshtwin: interrupted while opening the log");
    }
    assertThat(holder).doesNotExist();
  }

  @Test
  void theLineIsOnStandardErrorThoughOnlyThatIsATerminal() throws Exception {
    Path change = pipe();
    Path out = directory.resolve("out.json");
    var shop = new Shop(directory);
    String words =
        String.join(
            " ",
            Program.command(
                temporary,
                List.of("preview", "--mesh", shop.mesh(), "-f", "" + change, "-o", "json")));
    // util-linux' script gives the shell a terminal; standard input and output are taken off it.
    Path log = directory.resolve("log");
    var script =
        new ProcessBuilder("script", "-qfec", words + " </dev/null >" + out, log + "").start();
    var program = new Program(script);
    String shown;
    try (OutputStream writer = Files.newOutputStream(change)) {
      program.await(() -> says(log, "reading manifests: "));
      writer.write(Shop.CANARY.getBytes(StandardCharsets.UTF_8));
    } finally {
      shown = program.out();
    }
    assertThat(script.waitFor()).isEqualTo(1);
    assertThat(shown).contains("\r\u001b[Kreading manifests: ").endsWith("\r\u001b[K");
    assertThat(Files.readString(out)).startsWith("{").doesNotContain("reading manifests");
  }

  private static boolean says(Path log, String words) {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1).contains(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one line that it said; a busy machine makes long work of anything, which is told too. */
  private static String words(Program program) throws IOException {
    List<String> lines =
        program
            .err()
            .lines()
            .filter(line -> !line.matches("meshtwin: .*: ([0-9]+ of [0-9]+, )?[0-9]+ s"))
            .toList();
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private Program start(String... arguments) throws IOException {
    return Program.start(
        temporary, Map.of("ENVOY", envoy.path().toString()), new ArrayList<>(List.of(arguments)));
  }

  private Path pipe() throws Exception {
    Path pipe = directory.resolve("change");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  private static Stream<ProcessHandle> envoys(Program program) {
    return program
        .process()
        .descendants()
        .filter(child ->
            child.info().arguments().stream()
                .flatMap(Stream::of)
                .anyMatch("--config-path"::equals));
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
