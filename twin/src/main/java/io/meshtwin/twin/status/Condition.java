package io.meshtwin.twin.status;

import java.util.Locale;

/**
 * A condition (metav1.Condition).
 *
 * @param type for example {@code Accepted}
 * @param truth its status
 * @param reason one word, for example {@code NoMatchingParent}
 */
public record Condition(String type, Truth truth, String reason) {
  static final String ACCEPTED = "Accepted";
  static final String PROGRAMMED = "Programmed";
  static final String RESOLVED_REFS = "ResolvedRefs";

  /** Whether a condition holds. */
  public enum Truth {
    /** It does. */
    TRUE,
    /** It does not. */
    FALSE,
    /** What it depends on was not read. */
    UNKNOWN
  }

  /** The status as it is written: {@code True}, {@code False} or {@code Unknown}. */
  public String status() {
    return truth.name().charAt(0) + truth.name().substring(1).toLowerCase(Locale.ROOT);
  }

  /** Whether it is true. */
  public boolean holds() {
    return truth == Truth.TRUE;
  }

  static Condition of(String type, boolean holds, String reason) {
    return new Condition(type, holds ? Truth.TRUE : Truth.FALSE, reason);
  }

  static Condition yes(String type, String reason) {
    return of(type, true, reason);
  }

  /** A condition that holds, whose reason repeats its type, as most do. */
  static Condition yes(String type) {
    return yes(type, type);
  }

  static Condition no(String type, String reason) {
    return of(type, false, reason);
  }

  /** What it depends on was not read; controllers write Pending as long as they do not know. */
  static Condition unknown(String type) {
    return new Condition(type, Truth.UNKNOWN, "Pending");
  }
}
