package io.meshtwin.app.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Objects;

/**
 * Says why results cannot be written: a {@link PrintStream} keeps that to itself. Whoever reads no
 * more, as {@code head} does, has had enough and is told nothing.
 */
final class SpokenOutput extends FilterOutputStream {
  private static final String READER_GONE = "Broken pipe";

  private final PrintStream err;
  private boolean said;

  SpokenOutput(OutputStream to, PrintStream err) {
    super(to);
    this.err = err;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
      if (!said && !why.equals(READER_GONE)) {
        err.println("meshtwin: standard output cannot be written: " + why);
      }
      said = true;
      throw e;
    }
  }
}
