package io.meshtwin.simulator.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a list smaller until nothing more can be left out. */
final class Smallest {
  private Smallest() {}

  /**
   * A part of the list, in its order, that passes and of which no single entry can be left out; the
   * first entries are left out first. Parts are tried before entries (Zeller and Hildebrandt's
   * delta debugging), so that a long list costs little where the answer is short.
   *
   * @param all passes
   * @param passes whether a part still shows what is looked for
   */
  static <T> List<T> of(List<T> all, Predicate<List<T>> passes) {
    List<T> rest = new ArrayList<>(all);
    int step = Math.max(1, rest.size() / 2);
    while (true) {
      boolean smaller = false;
      for (int from = 0; from < rest.size(); ) {
        List<T> without = without(rest, from, Math.min(from + step, rest.size()));
        if (passes.test(without)) {
          rest = without;
          smaller = true;
        } else {
          from += step;
        }
      }
      if (step == 1 && !smaller) {
        return List.copyOf(rest);
      }
      step = Math.max(1, step / 2);
    }
  }

  private static <T> List<T> without(List<T> list, int from, int to) {
    var rest = new ArrayList<T>(list.subList(0, from));
    rest.addAll(list.subList(to, list.size()));
    return rest;
  }
}
