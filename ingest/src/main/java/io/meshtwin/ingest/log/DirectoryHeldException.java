package io.meshtwin.ingest.log;

/** Another process holds the data directory and cannot be attached to; the message names it. */
public final class DirectoryHeldException extends LogException {
  private static final long serialVersionUID = 1;

  public DirectoryHeldException(String message) {
    super(message);
  }
}
