package io.meshtwin.app.progress;

import java.io.PrintStream;
import java.time.Duration;

/**
 * Ctrl-C, and a request to terminate: the run stops at its next step, what is held open is closed,
 * child processes end, and the JVM exits with 128 and the signal's number, as shells expect.
 */
public final class Interruption {
  /** The exit code after SIGINT. */
  public static final int EXIT_CODE = 130;

  /** How long is waited for what is open: an embedded broker ends in order. */
  private static final Duration CLOSING = Duration.ofSeconds(20);

  private Interruption() {}

  /** Takes hold of the end of the process; after a run that came to its end it does nothing. */
  static void watch(Progress progress, PrintStream err) {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> interrupt(progress, err), "interruption"));
  }

  private static void interrupt(Progress progress, PrintStream err) {
    progress
        .stop()
        .ifPresent(standing -> {
          err.println("meshtwin: interrupted while " + standing.whenInterrupted());
          err.flush();
        });
    try {
      if (!progress.awaitClosed(CLOSING)) {
        err.println("meshtwin: something does not close; the process ends all the same");
        err.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}
