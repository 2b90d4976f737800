package io.meshtwin.twin.regex;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Characters that an expression with the flag {@code i} takes for each other: Unicode's simple
 * folding, as RE2 does, so that {@code k} takes the Kelvin sign, too.
 */
final class CaseFolding {
  /** The dotless i and the dotted I fold in Turkish only. */
  private static final Ranges TURKISH = Ranges.of(0x130, 0x131);

  /** Every character that has another case, to all that it is taken for, itself among them. */
  private static final NavigableMap<Integer, Ranges> ORBITS = orbits();

  private CaseFolding() {}

  static Ranges of(Ranges set) {
    var parts = new ArrayList<Ranges>();
    parts.add(set);
    for (int[] pair : set.pairs()) {
      parts.addAll(ORBITS.subMap(pair[0], true, pair[1], true).values());
    }
    return Ranges.union(parts);
  }

  private static NavigableMap<Integer, Ranges> orbits() {
    Map<Integer, List<Integer>> byFold = new HashMap<>();
    for (int c = 0; c <= Ranges.LAST; c++) {
      int fold = Character.toLowerCase(Character.toUpperCase(c));
      if (fold != c && !TURKISH.has(c)) {
        byFold.computeIfAbsent(fold, first -> new ArrayList<>(List.of(first))).add(c);
      }
    }
    var orbits = new TreeMap<Integer, Ranges>();
    for (List<Integer> members : byFold.values()) {
      Ranges all = Ranges.union(members.stream().map(c -> Ranges.of(c, c)).toList());
      members.forEach(member -> orbits.put(member, all));
    }
    return orbits;
  }
}
