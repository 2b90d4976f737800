package io.meshtwin.ingest.log;

/**
 * The mesh's topic exists with settings under which history would be lost or lose its order. The
 * message names the setting and the command that mends it; nothing was read or written.
 */
public final class TopicRefusedException extends LogException {
  private static final long serialVersionUID = 1;

  public TopicRefusedException(String message) {
    super(message);
  }
}
