package io.meshtwin.app.serve;

/** A request that cannot be granted; nothing was written. */
public final class RefusalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong with it. */
  public enum Kind {
    /** The request says something impossible. */
    INVALID,
    /** It names something that does not exist. */
    NOT_FOUND,
    /** The rules do not allow it now. */
    CONFLICT
  }

  private final Kind kind;
  private final String hint;

  /**
   * @param message one sentence for the person who asked
   * @param hint what to do next, empty when there is nothing to do
   */
  public RefusalException(Kind kind, String message, String hint) {
    super(message);
    this.kind = kind;
    this.hint = hint;
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }

  /** What to do next; empty when there is nothing to do. */
  public String hint() {
    return hint;
  }
}
