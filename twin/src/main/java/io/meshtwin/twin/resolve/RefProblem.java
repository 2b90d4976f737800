package io.meshtwin.twin.resolve;

/**
 * A reference to a certificate or an authority that leads nowhere.
 *
 * @param cause why
 * @param message in words
 * @param field the reference's path
 */
public record RefProblem(Cause cause, String message, String field) {
  /** Whether it may be none: the object may well exist. */
  public boolean unseen() {
    return cause == Cause.UNSEEN;
  }

  /** Why a reference leads nowhere. */
  public enum Cause {
    /** It leads to another namespace, and no ReferenceGrant there permits it. */
    NOT_PERMITTED,
    /** Objects of that kind are not supported in this place. */
    KIND,
    /** The object does not exist, or holds nothing usable. */
    INVALID,
    /** Objects of its kind were not read from the API server, so nobody can tell. */
    UNSEEN
  }
}
