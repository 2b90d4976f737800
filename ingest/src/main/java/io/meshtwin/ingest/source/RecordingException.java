package io.meshtwin.ingest.source;

/** The recorder did not take events, or could not say what is recorded. */
final class RecordingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RecordingException(RuntimeException cause) {
    super("the log takes no events: " + cause.getMessage(), cause);
  }

  String words() {
    return getMessage() + "; the cluster is compared with the log when it does again";
  }
}
