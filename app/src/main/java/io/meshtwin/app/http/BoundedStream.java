package io.meshtwin.app.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that may not be longer than it is said to be. */
final class BoundedStream extends FilterInputStream {
  private long left;

  /** There was more. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;
  }

  BoundedStream(InputStream in, long longest) {
    super(in);
    left = longest;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) throws IOException {
    left -= read;
    if (left < 0) {
      throw new TooLongException();
    }
  }
}
