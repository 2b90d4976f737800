package io.meshtwin.twin.status;

/**
 * A condition (metav1.Condition).
 *
 * @param type for example {@code Accepted}
 * @param holds its status: True or False
 * @param reason one word, for example {@code NoMatchingParent}
 */
public record Condition(String type, boolean holds, String reason) {
  static final String ACCEPTED = "Accepted";
  static final String PROGRAMMED = "Programmed";
  static final String RESOLVED_REFS = "ResolvedRefs";

  /** The status as it is written: {@code True} or {@code False}. */
  public String status() {
    return holds ? "True" : "False";
  }

  static Condition yes(String type, String reason) {
    return new Condition(type, true, reason);
  }

  /** A condition that holds, whose reason repeats its type, as most do. */
  static Condition yes(String type) {
    return yes(type, type);
  }

  static Condition no(String type, String reason) {
    return new Condition(type, false, reason);
  }
}
