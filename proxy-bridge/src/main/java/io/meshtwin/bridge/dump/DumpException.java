package io.meshtwin.bridge.dump;

/** What was given is no dump that can be read; the message says what to do. */
public final class DumpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DumpException(String message) {
    super(message);
  }
}
