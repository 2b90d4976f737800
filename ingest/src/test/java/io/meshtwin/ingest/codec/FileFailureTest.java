package io.meshtwin.ingest.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
  @TempDir Path directory = Path.of("");

  @Test
  void theReasonIsSaidAndAFileBelowIsNamed() {
    assertThat(FileFailure.words(new AccessDeniedException("mesh/a.yaml"), "mesh/a.yaml"))
        .isEqualTo("permission denied");
    assertThat(FileFailure.words(new AccessDeniedException("mesh/a.yaml"), "mesh"))
        .isEqualTo("mesh/a.yaml: permission denied");
    assertThat(FileFailure.words(new FileSystemException("a", null, "Too many links"), "a"))
        .isEqualTo("Too many links");
  }

  @Test
  void whatTheSystemSaysOfARealFileIsKept() {
    Path missing = directory.resolve("missing");
    assertThat(failure(missing)).isEqualTo("no such file or directory");
    assertThat(failure(directory)).isEqualTo("Is a directory");
  }

  private static String failure(Path file) {
    try {
      Files.readAllBytes(file);
      throw new AssertionError("it can be read");
    } catch (IOException e) {
      return FileFailure.words(e, file.toString());
    }
  }
}
