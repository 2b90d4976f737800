package io.meshtwin.ingest.codec;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text that can be opened more than once.
 *
 * @param name as the user named it, {@code -} for standard input
 * @param bytes opens it
 */
public record Input(String name, Opener bytes) {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  /** Opens a text's bytes. */
  @FunctionalInterface
  public interface Opener {
    /** A new stream over all bytes, closed by the caller. */
    InputStream open() throws IOException;
  }

  /** A file under the name that the user gave it. */
  public static Input file(String name, Path path) {
    return new Input(name, () -> Files.newInputStream(path));
  }

  /** A text at hand. */
  public static Input of(String name, byte[] content) {
    return new Input(name, () -> new ByteArrayInputStream(content));
  }

  /** Characters; fails on bytes that are not UTF-8, skips a byte order mark. */
  Reader reader() throws IOException {
    var reader =
        new BufferedReader(
            new InputStreamReader(bytes.open(), StandardCharsets.UTF_8.newDecoder()));
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return reader;
  }

  /** The first character that is no white space, -1 when there is none. */
  int firstCharacter() throws IOException {
    try (Reader reader = reader()) {
      int c = reader.read();
      while (c >= 0 && Character.isWhitespace(c)) {
        c = reader.read();
      }
      return c;
    }
  }
}
