package io.meshtwin.twin.event;

/** An object that cannot be identified. The reader that knows file and line reports it. */
public final class MalformedManifestException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String field;

  /**
   * @param field the path of the offending field
   * @param message what is wrong with it, in words for the user
   */
  public MalformedManifestException(String field, String message) {
    super(message);
    this.field = field;
  }

  /** The path of the offending field, for example {@code metadata.name}. */
  public String field() {
    return field;
  }
}
