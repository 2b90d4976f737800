package io.meshtwin.simulator.regex;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.regex.Walk.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WalkTest {
  private static final int ENOUGH = 10_000;

  @Test
  void findsTheShortestTextThatOneHasAndTheOtherLacks() {
    assertThat(walk("/items/[0-9]+", "/items/[0-9]")).isEqualTo(new Result.Found("/items/00"));
  }

  @Test
  void provesThatThereIsNone() {
    assertThat(walk("/items/[0-9]{2}", "/items/\\d+")).isEqualTo(new Result.Nothing());
  }

  @Test
  void givesUpAtTheBoundInsteadOfGuessing() {
    Language far = Language.of("(a|b)*a(a|b){14}c");
    assertThat(Walk.shortest(List.of(far), List.of(), 10)).isInstanceOf(Result.GaveUp.class);
  }

  @Test
  void seesAConflictOfPlaces() {
    assertThat(walk("a\\b[a-z]", "")).isEqualTo(new Result.Nothing());
    assertThat(walk("a\\b.b", "")).isEqualTo(new Result.Found("a-b"));
  }

  @Test
  void aFoundTextIsTheShortestAndNoneIsMissed() {
    long seed = Long.getLong("meshtwin.regex.seed", System.nanoTime());
    var random = new SplittableRandom(seed);
    List<String> all = texts(4);
    int undecided = 0;
    for (int i = 0; i < 300; i++) {
      Language in = Language.of(new RandomExpression(random).text());
      Language out = Language.of(new RandomExpression(random).text());
      int shortest =
          all.stream()
              .filter(text -> in.has(text) && !out.has(text))
              .mapToInt(String::length)
              .min()
              .orElse(Integer.MAX_VALUE);
      switch (Walk.shortest(List.of(in), List.of(out), ENOUGH)) {
        case Result.Found(String text) -> {
          assertThat(in.has(text) && !out.has(text)).as("seed %d", seed).isTrue();
          assertThat(text.length()).as("seed %d", seed).isLessThanOrEqualTo(shortest);
        }
        case Result.Nothing _ ->
            assertThat(shortest).as("seed %d", seed).isEqualTo(Integer.MAX_VALUE);
        case Result.GaveUp _ -> undecided++;
      }
    }
    assertThat(undecided).as("seed %d", seed).isLessThan(10);
  }

  private static Result walk(String having, String lacking) {
    return Walk.shortest(List.of(Language.of(having)), List.of(Language.of(lacking)), ENOUGH);
  }

  /** Every text over a few characters up to a length. */
  private static List<String> texts(int longest) {
    var texts = new ArrayList<>(List.of(""));
    int begin = 0;
    for (int length = 1; length <= longest; length++) {
      int end = texts.size();
      for (int i = begin; i < end; i++) {
        for (String c : List.of("a", "b", "B", "/", "-", "0", " ")) {
          texts.add(texts.get(i) + c);
        }
      }
      begin = end;
    }
    return texts;
  }
}
