package io.meshtwin.app.progress;

/** The run was interrupted: unwind, close what is open, say nothing. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoppedException() {
    super("interrupted");
  }
}
