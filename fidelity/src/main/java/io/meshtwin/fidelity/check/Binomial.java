package io.meshtwin.fidelity.check;

/** Exact tails of the binomial distribution. */
final class Binomial {
  private Binomial() {}

  /**
   * The probability to see {@code successes} of {@code trials} or something at least as far out on
   * either side: twice the smaller tail, at most 1.
   */
  static double twoSided(int successes, int trials, double p) {
    if (p <= 0) {
      return successes == 0 ? 1 : 0;
    }
    if (p >= 1) {
      return successes == trials ? 1 : 0;
    }
    double low = 0;
    double high = 0;
    for (int k = 0; k <= trials; k++) {
      double mass = Math.exp(logMass(k, trials, p));
      low += k <= successes ? mass : 0;
      high += k >= successes ? mass : 0;
    }
    return Math.min(1, 2 * Math.min(low, high));
  }

  private static double logMass(int k, int n, double p) {
    return logFactorial(n)
        - logFactorial(k)
        - logFactorial(n - k)
        + k * Math.log(p)
        + (n - k) * Math.log1p(-p);
  }

  /** Stirling's series; off by less than 1e-10 from 16 on, below it is summed. */
  private static double logFactorial(int n) {
    if (n < 16) {
      double sum = 0;
      for (int i = 2; i <= n; i++) {
        sum += Math.log(i);
      }
      return sum;
    }
    double x = n + 1.0;
    return (x - 0.5) * Math.log(x)
        - x
        + 0.5 * Math.log(2 * Math.PI)
        + 1 / (12 * x)
        - 1 / (360 * x * x * x)
        + 1 / (1260 * x * x * x * x * x);
  }
}
