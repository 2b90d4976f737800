package io.meshtwin.ingest.history;

import io.meshtwin.twin.event.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files named by the digest of what they hold, so that checkpoints share what they have in common
 * and nothing else can stand behind a name without being noticed.
 */
final class Chunks {
  private final Path directory;

  Chunks(Path directory) {
    this.directory = directory;
  }

  /** Writes the content where it is not there yet. */
  Digest put(byte[] content) throws IOException {
    Digest name = Digest.of(content);
    Path file = file(name);
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Durable.write(file, Zipped.zip(content));
    }
    return name;
  }

  /**
   * The content of that name.
   *
   * @throws DamagedException when it is missing or is not what the name says
   */
  byte[] get(Digest name) {
    try {
      byte[] content = Zipped.unzip(Files.readAllBytes(file(name)), "chunk " + name);
      if (!Digest.of(content).equals(name)) {
        throw new DamagedException("chunk " + name + " is not what its digest says");
      }
      return content;
    } catch (NoSuchFileException e) {
      throw new DamagedException("chunk " + name + " is missing", e);
    } catch (IOException e) {
      throw new DamagedException("chunk " + name + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Takes a chunk away, so that it is written anew when it is needed again. */
  void drop(Digest name) throws IOException {
    Files.deleteIfExists(file(name));
  }

  /** Takes away all others. */
  void keepOnly(Set<Digest> live) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!live.contains(nameOf(file))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Path file(Digest name) {
    String text = name.toString();
    return directory.resolve(text.substring(0, 2)).resolve(text.substring(2));
  }

  private static Digest nameOf(Path file) {
    try {
      int last = file.getNameCount() - 1;
      return Digest.parse(String.valueOf(file.getName(last - 1)) + file.getName(last));
    } catch (IllegalArgumentException e) {
      // What a killed process left half written.
      return Digest.ZERO;
    }
  }
}
