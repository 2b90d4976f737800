package io.meshtwin.fidelity.envoy;

/** Envoy could not be found, started or kept running; the message says what to do about it. */
public final class EnvoyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message for the user
   */
  public EnvoyException(String message) {
    super(message);
  }

  /**
   * @param message for the user
   * @param cause what failed
   */
  public EnvoyException(String message, Throwable cause) {
    super(message, cause);
  }
}
