package io.meshtwin.testkit.parts;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals to processes of tests. */
public final class Signals {
  private Signals() {}

  /**
   * Sends one.
   *
   * @param name without its prefix: {@code INT}, {@code STOP}, {@code CONT}
   * @throws IllegalStateException when the process does not take it
   */
  public static void send(String name, long pid) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("process " + pid + " takes no signal " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a signal was sent", e);
    }
  }
}
