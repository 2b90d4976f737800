package io.meshtwin.app.cli;

/**
 * How far a long command is: one line on standard error that is rewritten while a person watches,
 * nothing otherwise.
 */
final class ProgressLine implements AutoCloseable {
  private static final long EVERY_NANOS = 100_000_000;
  private static final int WIDTH = 30;

  private final Terminal terminal;
  private final String what;
  private long shown;

  ProgressLine(Terminal terminal, String what) {
    this.terminal = terminal;
    this.what = what;
  }

  /** So many of so many are done. */
  synchronized void step(int done, int of) {
    long now = System.nanoTime();
    if (!terminal.interactive() || of == 0 || now - shown < EVERY_NANOS) {
      return;
    }
    shown = now;
    int filled = (int) ((long) WIDTH * done / of);
    terminal
        .err()
        .printf(
            "\r[%s%s] %d of %d %s", "#".repeat(filled), " ".repeat(WIDTH - filled), done, of, what);
    terminal.err().flush();
  }

  @Override
  public synchronized void close() {
    if (shown != 0) {
      terminal.err().print("\r" + " ".repeat(WIDTH + 40) + "\r");
      terminal.err().flush();
    }
  }
}
