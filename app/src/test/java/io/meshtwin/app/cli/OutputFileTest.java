package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.app.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir Path directory;

  @Test
  void whoReadsAFileWhileItIsReplacedReadsOneOfTheTwo() throws Exception {
    Path file = Files.writeString(directory.resolve("report"), "old");
    try (var reader = Files.newBufferedReader(file)) {
      write(file, "new");
      assertThat(reader.readLine()).isEqualTo("old");
    }
    assertThat(file).hasContent("new");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aLinkStaysALinkAndPermissionsStay() throws IOException {
    Path file = Files.writeString(directory.resolve("report"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void aDeviceIsWrittenToAsItIs() {
    write(Path.of("/dev/null"), "nothing");
    assertThat(Path.of("/dev/null")).exists();
  }

  @Test
  void aMissingDirectoryIsSaid() {
    assertThatThrownBy(() -> write(directory.resolve("no/report"), "text"))
        .isInstanceOf(CommandException.class)
        .hasMessageEndingWith("no/report: there is no such directory");
  }

  @Test
  void twoFormatsForOneFileAreRefusedHoweverItIsWritten() {
    List<Output.Format> all = List.of(Output.Format.values());
    String file = directory.resolve("report").toString();
    String again = directory.resolve("./no/../report").toString();
    assertThatThrownBy(() -> Output.parse(List.of("json=" + file, "yaml=" + again), all))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("two formats would go to " + again);
  }

  @Test
  void aDirectoryIsNoFile() {
    assertThatThrownBy(() -> write(directory, "text"))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("cannot write " + directory);
  }

  private static void write(Path file, String text) {
    OutputFile.write(file.toString(), text, Progress.silent());
  }
}
