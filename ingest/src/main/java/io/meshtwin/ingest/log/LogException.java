package io.meshtwin.ingest.log;

/**
 * The log cannot do what was asked. The message is one line for the user: what was tried, what is
 * still safe, what to do next.
 */
public class LogException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public LogException(String message) {
    super(message);
  }

  public LogException(String message, Throwable cause) {
    super(message, cause);
  }
}
