package io.meshtwin.app.serve;

import java.util.concurrent.CountDownLatch;

/** SIGINT and SIGTERM. */
public final class Termination {
  /** How long the JVM waits for an end in order. */
  private static final long CLOSING_MILLISECONDS = 20_000;

  private static volatile boolean ending;

  private Termination() {}

  /**
   * Whether the JVM ends already: whoever calls {@link System#exit} then waits for the end, and the
   * end for the thread that {@link #await} let go.
   */
  public static boolean isEnding() {
    return ending;
  }

  /** Waits for a signal; the caller then closes what is open, and the JVM waits for its thread. */
  public static void await() throws InterruptedException {
    await(new CountDownLatch(1));
  }

  /**
   * The same for work that may come to its own end.
   *
   * @param asked is zero when it has
   */
  public static void await(CountDownLatch asked) throws InterruptedException {
    Thread waiting = Thread.currentThread();
    var hook = new Thread(() -> end(asked, waiting), "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      asked.await();
    } finally {
      forget(hook);
    }
  }

  /** Without a signal the end of the process has nobody to wait for. */
  private static void forget(Thread hook) {
    if (!ending) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException signalled) {
        // It came just now: the hook runs, and waits for this thread as after any signal.
        ending = true;
      }
    }
  }

  private static void end(CountDownLatch asked, Thread waiting) {
    ending = true;
    asked.countDown();
    try {
      waiting.join(CLOSING_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
