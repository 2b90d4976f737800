package io.meshtwin.testkit.mesh;

import java.util.List;
import java.util.Random;

/** Chance, in the words of a generator. */
record Dice(Random random) {
  /** Whether one of so many throws hits. */
  boolean oneIn(int throwsOf) {
    return random.nextInt(throwsOf) == 0;
  }

  /** 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  @SafeVarargs
  final <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
