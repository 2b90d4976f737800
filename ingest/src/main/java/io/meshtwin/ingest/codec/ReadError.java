package io.meshtwin.ingest.codec;

/**
 * Something that cannot be read as a manifest. A run with one of these is refused: nothing half
 * done.
 *
 * @param file the file as the user named it
 * @param line the line, from 1; 0 for the whole file
 * @param message what is wrong and, where it helps, what to do; never a piece of the file's content
 */
public record ReadError(String file, int line, String message) {
  /** {@code file:line: message}. */
  @Override
  public String toString() {
    return (line > 0 ? file + ":" + line : file) + ": " + message;
  }
}
