package io.meshtwin.twin.change;

import java.util.Locale;

/** How far a change is. */
public enum ChangeState {
  /** Put forward; nobody has seen what it does. */
  PROPOSED,
  /** Its behaviour difference was computed, and its plan has a digest. */
  PREVIEWED,
  /** Somebody other than the author agreed to the plan. */
  APPROVED,
  /** Somebody declined. Final. */
  REJECTED,
  /** The approved image has it; proxies are being told. */
  PUBLISHED,
  /** Every proxy that it concerns acknowledged it. */
  CONVERGED,
  /** The previous state stands again. Final. */
  ROLLED_BACK;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
