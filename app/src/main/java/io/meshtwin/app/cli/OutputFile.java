package io.meshtwin.app.cli;

import io.meshtwin.app.progress.Progress;
import io.meshtwin.ingest.codec.FileFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * A file that a command writes: whole, or not at all. It is written beside and moved into place, so
 * that nobody reads half of it, whatever happens meanwhile; what is no regular file, a pipe or a
 * device, is written to as it is.
 */
final class OutputFile {
  private OutputFile() {}

  /**
   * Writes.
   *
   * @throws CommandException when it cannot be written; what was there before is still there
   */
  static void write(String file, String text, Progress progress) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (Progress.Hold _ = progress.hold()) {
      Path path = Path.of(file);
      Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        // No TRUNCATE_EXISTING: a pipe has nothing to truncate.
        Files.write(target, bytes, StandardOpenOption.WRITE);
      } else {
        replace(target, bytes);
      }
    } catch (NoSuchFileException e) {
      throw new CommandException("cannot write " + file + ": there is no such directory", e);
    } catch (IOException e) {
      throw new CommandException("cannot write " + file + ": " + FileFailure.words(e, file), e);
    }
  }

  private static void replace(Path target, byte[] bytes) throws IOException {
    long process = ProcessHandle.current().pid();
    Path next = target.resolveSibling("." + target.getFileName() + "." + process + ".next");
    try {
      Files.write(next, bytes);
      keepPermissions(target, next);
      Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static void keepPermissions(Path target, Path next) throws IOException {
    var before = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    var after = Files.getFileAttributeView(next, PosixFileAttributeView.class);
    if (before != null && after != null && Files.exists(target)) {
      after.setPermissions(before.readAttributes().permissions());
    }
  }
}
