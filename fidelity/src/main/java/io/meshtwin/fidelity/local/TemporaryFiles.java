package io.meshtwin.fidelity.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that is deleted on close.
 *
 * @param directory where it is
 */
public record TemporaryFiles(Path directory) implements AutoCloseable {
  /** An empty directory whose name begins with {@code meshtwin-} and the given word. */
  public static TemporaryFiles create(String word) throws IOException {
    return new TemporaryFiles(Files.createTempDirectory("meshtwin-" + word + "-"));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
  }
}
