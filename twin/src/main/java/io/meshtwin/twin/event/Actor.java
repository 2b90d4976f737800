package io.meshtwin.twin.event;

/**
 * Who made a change, as far as the source can tell.
 *
 * @param name the user or field manager; empty when nobody is known
 * @param evidence what the name rests on
 */
public record Actor(String name, Evidence evidence) {
  /** What an attribution rests on, weakest first. */
  public enum Evidence {
    /** Nothing is known. */
    NONE,
    /** The newest entry of {@code metadata.managedFields}: a program's name, not a person's. */
    FIELD_MANAGER,
    /** The caller said so: {@code --actor}, a commit's author, a principal of the change API. */
    STATED,
    /** The API server's audit log. */
    AUDIT
  }

  /** Nobody known. */
  public static final Actor UNKNOWN = new Actor("", Evidence.NONE);

  /** A field manager of {@code managedFields}. */
  public static Actor fieldManager(String name) {
    return new Actor(name, Evidence.FIELD_MANAGER);
  }

  /** A principal that the caller names. */
  public static Actor stated(String name) {
    return new Actor(name, Evidence.STATED);
  }
}
