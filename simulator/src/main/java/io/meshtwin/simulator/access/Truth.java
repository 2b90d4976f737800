package io.meshtwin.simulator.access;

/** Whether a condition holds. */
public enum Truth {
  /** It does. */
  YES,
  /** It does not. */
  NO,
  /** It rests on something that is not known. */
  UNKNOWN;

  static Truth of(boolean holds) {
    return holds ? YES : NO;
  }

  Truth not() {
    return switch (this) {
      case YES -> NO;
      case NO -> YES;
      case UNKNOWN -> UNKNOWN;
    };
  }

  Truth and(Truth other) {
    if (this == NO || other == NO) {
      return NO;
    }
    return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : YES;
  }
}
