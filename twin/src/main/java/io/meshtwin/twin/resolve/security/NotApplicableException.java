package io.meshtwin.twin.resolve.security;

/**
 * A value of a rule that a filter cannot ask for: of HTTP where bytes are passed on, or no value.
 */
final class NotApplicableException extends Exception {
  private static final long serialVersionUID = 1;

  NotApplicableException(String message) {
    super(message, null, false, false);
  }
}
