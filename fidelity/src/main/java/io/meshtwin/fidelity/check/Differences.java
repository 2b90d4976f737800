package io.meshtwin.fidelity.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is not as predicted, each in one line. */
final class Differences {
  private final List<String> lines = new ArrayList<>();

  List<String> lines() {
    return List.copyOf(lines);
  }

  void add(String line) {
    lines.add(line);
  }

  void compare(String what, @Nullable Object predicted, @Nullable Object observed) {
    if (!Objects.equals(predicted, observed)) {
      lines.add(what + ": predicted " + predicted + ", observed " + observed);
    }
  }

  /** Several lines and one line with commas mean the same (RFC 9110, 5.3). */
  void header(
      String what,
      String name,
      @Nullable List<String> predicted,
      Map<String, List<String>> observed) {
    compare(what + name, joined(predicted), joined(observed.get(name)));
  }

  private static String joined(@Nullable List<String> values) {
    return values == null ? "none" : "'" + String.join(",", values) + "'";
  }
}
