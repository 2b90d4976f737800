package io.meshtwin.app.cli;

import io.meshtwin.app.progress.Progress;
import io.meshtwin.app.progress.StandardError;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command reads from and writes to; a test gives its own.
 *
 * @param in standard input
 * @param out results, in UTF-8
 * @param err what is said about the work, one line each
 * @param environment the environment's variables
 * @param interactive whether a person watches {@code out}
 * @param progress of the run
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    boolean interactive,
    Progress progress)
    implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  public Terminal {
    environment = Map.copyOf(environment);
  }

  /** The process' own streams. */
  public static Terminal ofProcess() {
    Map<String, String> environment = System.getenv();
    StandardError error = StandardError.ofProcess(environment);
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        output(new FileOutputStream(FileDescriptor.out), error.err()),
        error.err(),
        environment,
        isWatched(),
        error.progress());
  }

  /** Says a sentence about the work, on standard error. */
  void say(String words) {
    err.println("meshtwin: " + words);
  }

  /** Whether to colour: a person watches, and neither NO_COLOR nor a dumb terminal says no. */
  public boolean colours() {
    return interactive
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }

  /** Its columns: COLUMNS, or what the terminal says of itself; 0 where nobody watches. */
  public int width() {
    if (!interactive) {
      return 0;
    }
    String columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : TerminalSize.columns();
  }

  /** Flushes; the streams stay open for what the JVM itself may say. */
  @Override
  public void close() {
    out.flush();
    err.flush();
  }

  /** From JDK 22 on, there is a console even where no terminal is. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isWatched() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** For results, which says on another one when they cannot be written. */
  static PrintStream output(OutputStream to, PrintStream err) {
    var buffered = new BufferedOutputStream(new SpokenOutput(to, err), BUFFER);
    return new PrintStream(buffered, false, StandardCharsets.UTF_8);
  }
}
