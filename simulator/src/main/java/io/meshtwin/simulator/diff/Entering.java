package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;

/** What the proxies of endpoints let in of a request that is sent on before and after a change. */
enum Entering {
  /** More of it is refused. */
  LESS,
  /** As much. */
  AS_MUCH,
  /** Less of it is refused. */
  MORE;

  private static final double EPSILON = 1e-9;

  static Entering of(Decision was, Decision is) {
    if (!(was.effect() instanceof Effect.Forward) || !(is.effect() instanceof Effect.Forward)) {
      return AS_MUCH;
    }
    double refused = is.verdict().refused() - was.verdict().refused();
    return refused > EPSILON ? LESS : refused < -EPSILON ? MORE : AS_MUCH;
  }

  /** What a change of rules amounts to where it comes with this. */
  Impact with(Impact rules) {
    return switch (this) {
      case LESS -> Impact.BREAKS;
      case AS_MUCH -> rules;
      case MORE -> rules == Impact.BREAKS ? rules : Impact.WEAKENS_SECURITY;
    };
  }
}
