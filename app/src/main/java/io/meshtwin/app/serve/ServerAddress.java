package io.meshtwin.app.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The file in the data directory that says where the server listens. */
public final class ServerAddress {
  private static final String FILE = "meshtwin.http";

  private ServerAddress() {}

  /** Reads the address; empty when no server ran with this directory, or it ended in order. */
  public static Optional<URI> read(Path directory) {
    try {
      return Optional.of(URI.create(Files.readString(directory.resolve(FILE)).strip()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Says where the server listens. */
  public static void write(Path directory, URI address) {
    try {
      Path next = Files.writeString(directory.resolve(FILE + ".next"), address + "\n");
      Files.move(next, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to the data directory " + directory, e);
    }
  }

  /** Says that the server has ended. */
  public static void remove(Path directory) {
    try {
      Files.deleteIfExists(directory.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to the data directory " + directory, e);
    }
  }
}
