package io.meshtwin.simulator.space;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Texts that a regular expression may take, short ones first. Guesses from its syntax: whoever uses
 * them asks RE2. What the syntax has beyond the common gives no samples, never wrong answers.
 */
final class Samples {
  private static final int LIMIT = 12;
  private static final String PREFERRED = "a0x1/-_ .bzAZ9";

  private final String text;
  private int at;

  private Samples(String text) {
    this.text = text;
  }

  static List<String> of(String expression) {
    var samples = new Samples(expression);
    try {
      List<String> found = samples.alternatives();
      return samples.at == expression.length() ? found : List.of();
    } catch (UnsupportedOperationException | IndexOutOfBoundsException _) {
      return List.of();
    }
  }

  private List<String> alternatives() {
    var all = new LinkedHashSet<String>(sequence());
    while (at < text.length() && text.charAt(at) == '|') {
      at++;
      all.addAll(sequence());
    }
    return all.stream().limit(2L * LIMIT).toList();
  }

  private List<String> sequence() {
    List<String> prefixes = List.of("");
    while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
      prefixes = joined(prefixes, repeated(item()));
    }
    return prefixes;
  }

  private static List<String> joined(List<String> heads, List<String> tails) {
    var all = new LinkedHashSet<String>();
    for (int sum = 0; sum < heads.size() + tails.size() && all.size() < LIMIT; sum++) {
      for (int i = 0; i <= sum && all.size() < LIMIT; i++) {
        if (i < heads.size() && sum - i < tails.size()) {
          all.add(heads.get(i) + tails.get(sum - i));
        }
      }
    }
    return List.copyOf(all);
  }

  private List<String> item() {
    char c = text.charAt(at++);
    return switch (c) {
      case '(' -> group();
      case '[' -> characterClass();
      case '.' -> List.of("a", "/", "0");
      case '^', '$' -> List.of("");
      case '\\' -> escape();
      default -> List.of(String.valueOf(c));
    };
  }

  private List<String> group() {
    if (text.startsWith("?:", at)) {
      at += 2;
    } else if (text.startsWith("?P<", at) || text.startsWith("?<", at)) {
      at = text.indexOf('>', at) + 1;
    } else if (text.startsWith("?", at)) {
      throw new UnsupportedOperationException("flags");
    }
    List<String> inner = alternatives();
    if (text.charAt(at++) != ')') {
      throw new UnsupportedOperationException("unbalanced");
    }
    return inner;
  }

  private List<String> escape() {
    char c = text.charAt(at++);
    return switch (c) {
      case 'd' -> List.of("0", "1");
      case 'w' -> List.of("a", "0", "_");
      case 'W' -> List.of("-", "/");
      case 'D' -> List.of("a", "/");
      case 'S' -> List.of("a", "0");
      case 's' -> List.of(" ");
      case 'A', 'z', 'b' -> List.of("");
      default -> {
        if (Character.isLetterOrDigit(c)) {
          throw new UnsupportedOperationException("escape " + c);
        }
        yield List.of(String.valueOf(c));
      }
    };
  }

  /** A class is asked of RE2 itself, character by character. */
  private List<String> characterClass() {
    int from = at - 1;
    if (text.charAt(at) == '^') {
      at++;
    }
    at++;
    while (text.charAt(at) != ']') {
      at +=
          text.charAt(at) == '\\'
              ? 2
              : text.startsWith("[:", at) ? text.indexOf(":]", at) + 2 - at : 1;
    }
    at++;
    var pattern = com.google.re2j.Pattern.compile(text.substring(from, at));
    var found = new ArrayList<String>();
    for (int i = 0; i < PREFERRED.length() && found.size() < 3; i++) {
      add(pattern, PREFERRED.charAt(i), found);
    }
    for (char c = '!'; c < 0x7f && found.isEmpty(); c++) {
      add(pattern, c, found);
    }
    return found;
  }

  private static void add(com.google.re2j.Pattern pattern, char c, List<String> found) {
    if (pattern.matches(String.valueOf(c))) {
      found.add(String.valueOf(c));
    }
  }

  private List<String> repeated(List<String> once) {
    if (at >= text.length()) {
      return once;
    }
    char c = text.charAt(at);
    int[] range =
        switch (c) {
          case '*' -> new int[] {0, 2};
          case '+' -> new int[] {1, 2};
          case '?' -> new int[] {0, 1};
          case '{' -> counted();
          default -> new int[] {1, 1};
        };
    if ("*+?".indexOf(c) >= 0) {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '?' && "*+?{".indexOf(c) >= 0) {
      at++;
    }
    var all = new LinkedHashSet<String>();
    List<String> times = List.of("");
    for (int n = 0; n <= range[1]; n++) {
      if (n >= range[0]) {
        all.addAll(times);
      }
      times = joined(times, once);
    }
    return all.stream().limit(LIMIT).toList();
  }

  private int[] counted() {
    int end = text.indexOf('}', at);
    String[] bounds = text.substring(at + 1, end).split(",", -1);
    at = end + 1;
    int least = Integer.parseInt(bounds[0]);
    int most = bounds.length == 1 ? least : least + 1;
    if (bounds.length == 2 && !bounds[1].isEmpty()) {
      most = Math.min(most, Integer.parseInt(bounds[1]));
    }
    return new int[] {least, Math.max(least, most)};
  }
}
