package io.meshtwin.ingest.log;

/**
 * This writer may not write any more: another one took over, or this one stalled for longer than a
 * transaction may take. Nothing of the events at hand was written.
 */
public final class WriterFencedException extends LogException {
  private static final long serialVersionUID = 1;

  public WriterFencedException(String message, Throwable cause) {
    super(message, cause);
  }
}
