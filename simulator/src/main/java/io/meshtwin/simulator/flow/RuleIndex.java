package io.meshtwin.simulator.flow;

import io.meshtwin.simulator.flow.CompiledRules.Entry;
import io.meshtwin.simulator.space.regex.LanguageSet;
import io.meshtwin.simulator.space.regex.Literals;
import io.meshtwin.twin.routing.PathMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first of many rules that takes a request without asking each: by its path only few can.
 * Exact paths and prefixes by whole segments are found by hash; other prefixes, and what
 * expressions begin with, by hash for each of their lengths; of expressions that begin alike an
 * automaton tells which take the path. What is found is asked in the order of the rules, so the
 * answer is that of the loop over all of them.
 */
final class RuleIndex {
  /** So many expressions that begin alike are asked one by one. */
  private static final int FEW = 4;

  private static final int[] NONE = new int[0];

  private final List<Entry> entries;
  private final Map<String, int[]> exact = new HashMap<>();
  private final Map<String, int[]> under = new HashMap<>();
  private final Map<String, Beginning> beginnings = new HashMap<>();
  private final int[] lengths;
  private final int longest;
  private int[] anywhere = NONE;

  /** Rules whose paths begin with the same text. */
  private static final class Beginning {
    /** Of those that are asked one by one. */
    private final int[] ranks;

    /** Expressions, null where there are few. */
    private final @Nullable LanguageSet crowd;

    /** The rank of each expression of the crowd. */
    private final int[] crowdRanks;

    private Beginning(int[] ranks, @Nullable LanguageSet crowd, int[] crowdRanks) {
      this.ranks = ranks;
      this.crowd = crowd;
      this.crowdRanks = crowdRanks;
    }
  }

  RuleIndex(List<Entry> entries) {
    this.entries = entries;
    var exactly = new TreeMap<String, List<Integer>>();
    var segments = new TreeMap<String, List<Integer>>();
    var prefixes = new TreeMap<String, List<Integer>>();
    for (int rank = 0; rank < entries.size(); rank++) {
      switch (entries.get(rank).rule().match().path()) {
        case PathMatch.Exact path -> add(exactly, path.value(), rank);
        case PathMatch.SegmentPrefix path -> add(segments, path.value(), rank);
        case PathMatch.Prefix path -> add(prefixes, path.value(), rank);
        case PathMatch.Regex path -> add(prefixes, beginning(path.value()), rank);
      }
    }
    List<Integer> all = segments.remove("/");
    anywhere = all == null ? NONE : array(all);
    exactly.forEach((path, ranks) -> exact.put(path, array(ranks)));
    segments.forEach((path, ranks) -> under.put(path, array(ranks)));
    prefixes.forEach((text, ranks) -> beginnings.put(text, beginning(ranks)));
    longest = segments.keySet().stream().mapToInt(String::length).max().orElse(0);
    var different = new TreeSet<Integer>();
    prefixes.keySet().forEach(text -> different.add(text.length()));
    lengths = array(List.copyOf(different));
  }

  /** The first rule that takes the request, whose path is normalised; null where none does. */
  @Nullable Entry first(Request request) {
    String path = request.path();
    int best = first(exact.get(path), request, entries.size());
    best = first(anywhere, request, best);
    if (!under.isEmpty()) {
      best = underSegments(path, request, best);
    }
    for (int length : lengths) {
      if (length > path.length()) {
        break;
      }
      Beginning found = beginnings.get(path.substring(0, length));
      if (found != null) {
        best = first(found.ranks, request, best);
        best = crowd(found, path, request, best);
      }
    }
    return best == entries.size() ? null : entries.get(best);
  }

  private int underSegments(String path, Request request, int limit) {
    int best = limit;
    int end = Math.min(path.length(), longest);
    for (int i = 1; i <= end; i++) {
      if (i == path.length() || path.charAt(i) == '/') {
        best = first(under.get(path.substring(0, i)), request, best);
      }
    }
    return best;
  }

  private int crowd(Beginning beginning, String path, Request request, int limit) {
    if (beginning.crowd == null) {
      return limit;
    }
    for (int member : beginning.crowd.having(path)) {
      int rank = beginning.crowdRanks[member];
      if (rank >= limit) {
        return limit;
      }
      if (entries.get(rank).match().takes(request)) {
        return rank;
      }
    }
    return limit;
  }

  /** The first of the ranks, ascending and below the limit, whose rule takes the request. */
  private int first(int @Nullable [] ranks, Request request, int limit) {
    if (ranks != null) {
      for (int rank : ranks) {
        if (rank >= limit) {
          return limit;
        }
        if (entries.get(rank).match().takes(request)) {
          return rank;
        }
      }
    }
    return limit;
  }

  /** What the automaton cannot read stays with those that are asked one by one. */
  private Beginning beginning(List<Integer> ranks) {
    var single = new ArrayList<Integer>();
    var crowd = new ArrayList<Integer>();
    var expressions = new ArrayList<String>();
    for (int rank : ranks) {
      if (entries.get(rank).rule().match().path() instanceof PathMatch.Regex regex
          && isReadable(regex.value())) {
        crowd.add(rank);
        expressions.add(regex.value());
      } else {
        single.add(rank);
      }
    }
    return crowd.size() > FEW
        ? new Beginning(array(single), LanguageSet.of(expressions), array(crowd))
        : new Beginning(array(ranks), null, NONE);
  }

  private static String beginning(String expression) {
    return isReadable(expression) ? Literals.prefix(expression) : "";
  }

  private static boolean isReadable(String expression) {
    try {
      LanguageSet.of(List.of(expression));
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static void add(Map<String, List<Integer>> ranks, String key, int rank) {
    ranks.computeIfAbsent(key, _ -> new ArrayList<>()).add(rank);
  }

  private static int[] array(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
