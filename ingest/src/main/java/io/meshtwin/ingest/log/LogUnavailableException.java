package io.meshtwin.ingest.log;

/** The broker does not answer. What was acknowledged is safe; the same call may succeed later. */
public final class LogUnavailableException extends LogException {
  private static final long serialVersionUID = 1;

  public LogUnavailableException(String message) {
    super(message);
  }

  public LogUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
