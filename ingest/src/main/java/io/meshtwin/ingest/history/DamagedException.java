package io.meshtwin.ingest.history;

/** Something kept beside the log cannot be used; the message names it and says why. */
final class DamagedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DamagedException(String message) {
    super(message);
  }

  DamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
