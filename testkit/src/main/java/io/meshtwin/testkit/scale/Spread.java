package io.meshtwin.testkit.scale;

import java.util.Arrays;

/** Shares out a total, so that a few get much and many little (Zipf's law). */
final class Spread {
  private Spread() {}

  /**
   * Parts that sum to the total, the largest first.
   *
   * @param least what each gets at least; {@code parts * least} is at most the total
   * @param skew 0 for equal parts, 1 for parts as one, a half, a third …
   */
  static int[] of(int total, int parts, int least, double skew) {
    double[] weights = new double[parts];
    for (int i = 0; i < parts; i++) {
      weights[i] = 1 / Math.pow(i + 1, skew);
    }
    double all = Arrays.stream(weights).sum();
    int rest = total - parts * least;
    int[] result = new int[parts];
    int given = 0;
    for (int i = 0; i < parts; i++) {
      int part = (int) (rest * weights[i] / all);
      result[i] = least + part;
      given += part;
    }
    for (int i = 0; given < rest; i = (i + 1) % parts, given++) {
      result[i]++;
    }
    return result;
  }
}
