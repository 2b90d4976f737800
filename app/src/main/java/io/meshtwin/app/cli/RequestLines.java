package io.meshtwin.app.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file of requests, blank ones left out. Each is decoded by itself, so that one that
 * is no UTF-8 spoils no other; they come as they are written, so that a pipe is answered at once.
 */
final class RequestLines implements AutoCloseable {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final InputStream in;
  private int number;

  /**
   * One line.
   *
   * @param number from 1
   * @param text null where it is no UTF-8
   */
  record Line(int number, @Nullable String text) {}

  private RequestLines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /**
   * Opens a file.
   *
   * @param file {@code -} for standard input, which stays open
   * @throws CommandException when there is none
   */
  static RequestLines open(String file, InputStream standardInput) throws IOException {
    if (file.equals("-")) {
      return new RequestLines(new Kept(standardInput));
    }
    try {
      return new RequestLines(Files.newInputStream(Path.of(file)));
    } catch (NoSuchFileException e) {
      throw new CommandException(file + ": no such file", e);
    }
  }

  /** The next line that is not blank, null after the last. */
  @Nullable Line next() throws IOException {
    while (true) {
      byte[] bytes = bytes();
      if (bytes == null) {
        return null;
      }
      number++;
      String text = decoded(bytes);
      if (text == null || !text.isBlank()) {
        return new Line(number, text);
      }
    }
  }

  private byte @Nullable [] bytes() throws IOException {
    var line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return line.toByteArray();
  }

  private @Nullable String decoded(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean marked = number == 1 && text.startsWith(BYTE_ORDER_MARK);
      return marked ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Standard input is its owner's to close. */
  private static final class Kept extends FilterInputStream {
    Kept(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }
}
