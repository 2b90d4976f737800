package io.meshtwin.app.cli;

/** The command cannot go on; the message is one line for the user and says what to do next. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The exit code of an error, for every command. */
  public static final int ERROR = 2;

  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
