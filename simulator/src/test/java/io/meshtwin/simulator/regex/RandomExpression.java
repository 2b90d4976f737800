package io.meshtwin.simulator.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Small expressions over few characters, so that texts often come close. */
final class RandomExpression {
  private static final List<String> ATOMS =
      List.of(
          "a",
          "b",
          "/",
          "-",
          "0",
          ".",
          "[ab]",
          "[^a]",
          "\\w",
          "\\W",
          "\\d",
          "[a-z0-9]",
          "^",
          "$",
          "\\b",
          "\\B",
          "(?i:a)",
          "(?i:B)",
          "\\.",
          "[[:alpha:]]",
          "");
  private static final List<String> REPEATS =
      List.of("", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,}", "*?");

  private final SplittableRandom random;

  RandomExpression(SplittableRandom random) {
    this.random = random;
  }

  String text() {
    return either(3);
  }

  static List<String> texts(SplittableRandom random, int count) {
    var texts = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(6); length > 0; length--) {
        text.append("abAB/-0. ".charAt(random.nextInt(9)));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  private String either(int depth) {
    String text = sequence(depth);
    while (random.nextInt(4) == 0) {
      text += "|" + sequence(depth);
    }
    return text;
  }

  private String sequence(int depth) {
    var text = new StringBuilder();
    for (int parts = random.nextInt(4); parts >= 0; parts--) {
      text.append(repeated(depth));
    }
    return text.toString();
  }

  private String repeated(int depth) {
    String atom =
        depth > 0 && random.nextInt(3) == 0
            ? "(" + either(depth - 1) + ")"
            : ATOMS.get(random.nextInt(ATOMS.size()));
    boolean place =
        atom.isEmpty() || "^$".contains(atom) || atom.startsWith("\\b") || atom.equals("\\B");
    return place ? atom : atom + REPEATS.get(random.nextInt(REPEATS.size()));
  }
}
