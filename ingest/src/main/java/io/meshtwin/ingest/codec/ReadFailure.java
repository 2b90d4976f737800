package io.meshtwin.ingest.codec;

/**
 * A text that cannot be read on; the reader that knows the file turns it into a {@link ReadError}.
 */
final class ReadFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;

  /**
   * @param line the line, from 1; 0 when it is not known
   * @param message our own words: never a piece of the text, which may be a Secret's
   */
  ReadFailure(int line, String message) {
    super(message);
    this.line = line;
  }

  int line() {
    return line;
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
