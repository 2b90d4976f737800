package io.meshtwin.ingest.log;

/** Told what the log is doing while it starts, in words for the user's terminal. */
@FunctionalInterface
public interface StartProgress {
  /** Says nothing to anybody. */
  StartProgress SILENT = step -> {};

  /** One step begins, for example {@code "starting the embedded broker on 127.0.0.1:41237"}. */
  void step(String step);
}
