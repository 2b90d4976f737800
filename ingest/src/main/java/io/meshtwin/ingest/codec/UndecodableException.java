package io.meshtwin.ingest.codec;

/** A record that cannot be read; its message is the reason that the entry carries. */
final class UndecodableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UndecodableException(String reason) {
    super(reason);
  }
}
