package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final TreeMap<String, Double> NINETY_TEN =
      new TreeMap<>(Map.of("v1", 0.9, "v2", 0.1));

  @Test
  void aTailIsExact() {
    // All of ten heads: 2^-10, twice for both sides.
    assertThat(Binomial.twoSided(10, 10, 0.5)).isCloseTo(2.0 / 1024, within(1e-12));
    assertThat(Binomial.twoSided(5, 10, 0.5)).isEqualTo(1);
    assertThat(Binomial.twoSided(0, 2000, 0.1)).isCloseTo(2 * Math.pow(0.9, 2000), within(1e-100));
  }

  @Test
  void aRightPredictionIsNotCalledWrong() {
    for (long seed = 0; seed < 2000; seed++) {
      var random = new SplittableRandom(seed);
      int first = (int) random.doubles(2000).filter(d -> d < 0.9).count();
      assertThat(split(first, 2000 - first).surprises(Split.FALSE_ALARMS_PER_RUN))
          .as("seed %d", seed)
          .isEmpty();
    }
  }

  @Test
  void aShareThatIsFivePointsOffIsSeen() {
    assertThat(split(1700, 300).surprises(Split.FALSE_ALARMS_PER_RUN))
        .containsExactly(
            "v1: 85.00% of 2000 requests, predicted 90.00%",
            "v2: 15.00% of 2000 requests, predicted 10.00%");
  }

  @Test
  void oneAnswerThatNobodyPredictedIsSeen() {
    var observed = new TreeMap<>(Map.of("v1", 1800, "v2", 199, "status 503", 1));
    assertThat(new Split("rule", NINETY_TEN, observed).surprises(1e-6))
        .containsExactly("status 503: 1 of 2000 requests, predicted none");
  }

  private static Split split(int first, int second) {
    return new Split("rule", NINETY_TEN, new TreeMap<>(Map.of("v1", first, "v2", second)));
  }
}
