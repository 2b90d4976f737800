package io.meshtwin.app;

import io.meshtwin.app.cli.RootCommand;
import io.meshtwin.app.cli.Terminal;
import io.meshtwin.app.serve.Termination;

/** The program {@code meshtwin}. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code: 0 done, 1 said no, 2 and above an error. */
  public static void main(String[] args) {
    int code;
    try (Terminal terminal = Terminal.ofProcess()) {
      code = RootCommand.run(terminal, args);
    }
    if (!Termination.isEnding()) {
      System.exit(code);
    }
  }
}
