package io.meshtwin.app.demo;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells a person what happens: numbered steps, lines below each, and the command that does the same
 * by hand.
 */
public final class Story {
  private final PrintStream out;
  private final boolean colours;
  private final AtomicInteger steps = new AtomicInteger();

  /**
   * @param out where to
   * @param colours whether it takes them
   */
  public Story(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  /** Something begins. */
  void step(String title) {
    out.printf("%n%s%n", strong(steps.incrementAndGet() + ". " + title));
    out.flush();
  }

  /** What came of it. */
  void line(String line) {
    out.println("   " + line);
    out.flush();
  }

  /** The command that does it by hand. */
  void byHand(String command) {
    out.println("   " + faint("$ " + command));
    out.flush();
  }

  private String strong(String text) {
    return colours ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  private String faint(String text) {
    return colours ? "\u001b[2m" + text + "\u001b[0m" : text;
  }
}
