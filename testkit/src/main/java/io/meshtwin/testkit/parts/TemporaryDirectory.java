package io.meshtwin.testkit.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory for the data of a program under test, deleted on close.
 *
 * @param path where it is
 */
public record TemporaryDirectory(Path path) implements AutoCloseable {
  /** Creates an empty directory with a name that begins as given. */
  public static TemporaryDirectory create(String prefix) {
    try {
      return new TemporaryDirectory(Files.createTempDirectory("meshtwin-" + prefix + "-"));
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory", e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    }
  }
}
