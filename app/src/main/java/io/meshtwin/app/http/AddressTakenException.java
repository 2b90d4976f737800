package io.meshtwin.app.http;

/** The address cannot be listened on; the message is one line for the user. */
public final class AddressTakenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AddressTakenException(String message, Throwable cause) {
    super(message, cause);
  }
}
