package io.meshtwin.simulator.intent;

import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Verdict;
import java.util.Locale;

/** Fractions of a verdict's requests. */
final class Shares {
  /** Weights are sums of fractions: as exact as floating point. */
  static final double TOLERANCE = 1e-9;

  private Shares() {}

  static double answered(Verdict verdict) {
    if (verdict.kind() == Verdict.Kind.PASSTHROUGH) {
      return 1;
    }
    return verdict.effect() instanceof Effect.Forward forward ? forward.answered() : 0;
  }

  static double to(Verdict verdict, String name) {
    double sum = 0;
    for (Share share : verdict.shares()) {
      if (share.failure() != null) {
        continue;
      }
      boolean service = share.service() != null && share.service().display().equals(name);
      sum += share.weight() * (service ? 1 : share.workloads().getOrDefault(name, 0.0));
    }
    return sum;
  }

  static String percent(double fraction) {
    String digits = String.format(Locale.ROOT, "%.3g", fraction * 100);
    return (digits.contains(".") ? digits.replaceAll("\\.?0+$", "") : digits) + "%";
  }
}
