package io.meshtwin.simulator.flow;

import io.meshtwin.simulator.flow.CompiledRules.Entry;
import io.meshtwin.simulator.regex.AnyCase;
import io.meshtwin.simulator.regex.Language;
import io.meshtwin.simulator.regex.LanguageSet;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first of many rules that takes a request without asking each: by its path only few can.
 * Exact paths and prefixes by whole segments are found by hash, other prefixes by hash for each of
 * their lengths, and of all expressions one automaton tells which take the path. What is found is
 * asked in the order of the rules, so the answer is that of the loop over all of them.
 */
final class RuleIndex {
  private final List<Entry> entries;
  private final Map<String, int[]> exact = new HashMap<>();
  private final Map<String, int[]> under = new HashMap<>();
  private final Map<String, int[]> beginnings = new HashMap<>();
  private final int[] lengths;
  private final int longest;

  /** Rules that any path may reach: those without a path, and expressions that are not read. */
  private final int[] anywhere;

  private final @Nullable LanguageSet expressions;

  /** The rank of each expression. */
  private final int[] expressionRanks;

  RuleIndex(List<Entry> entries) {
    this.entries = entries;
    var exactly = new TreeMap<String, List<Integer>>();
    var segments = new TreeMap<String, List<Integer>>();
    var prefixes = new TreeMap<String, List<Integer>>();
    var others = new ArrayList<Integer>();
    var read = new TreeMap<Integer, String>();
    for (int rank = 0; rank < entries.size(); rank++) {
      RouteMatch match = entries.get(rank).rule().match();
      switch (AnyCase.expression(match)) {
        case PathMatch.SegmentPrefix path when path.value().equals("/") -> others.add(rank);
        case PathMatch.Exact path -> add(exactly, path.value(), rank);
        case PathMatch.SegmentPrefix path -> add(segments, path.value(), rank);
        case PathMatch.Prefix path -> add(prefixes, path.value(), rank);
        case PathMatch.Regex path when isReadable(path.value()) -> read.put(rank, path.value());
        case PathMatch.Regex _ -> others.add(rank);
      }
    }
    anywhere = array(others);
    exactly.forEach((path, ranks) -> exact.put(path, array(ranks)));
    segments.forEach((path, ranks) -> under.put(path, array(ranks)));
    prefixes.forEach((text, ranks) -> beginnings.put(text, array(ranks)));
    longest = segments.keySet().stream().mapToInt(String::length).max().orElse(0);
    var different = new TreeSet<Integer>();
    prefixes.keySet().forEach(text -> different.add(text.length()));
    lengths = array(different);
    expressions = read.isEmpty() ? null : LanguageSet.of(List.copyOf(read.values()));
    expressionRanks = array(read.keySet());
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
      best = first(beginnings.get(path.substring(0, length)), request, best);
    }
    best = byExpression(path, request, best);
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

  private int byExpression(String path, Request request, int limit) {
    if (expressions == null) {
      return limit;
    }
    int[] members = expressions.having(path);
    if (members == null) {
      return first(expressionRanks, request, limit);
    }
    for (int member : members) {
      int rank = expressionRanks[member];
      if (rank >= limit) {
        return limit;
      }
      if (entries.get(rank).match().takesBesidePath(request)) {
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

  private static boolean isReadable(String expression) {
    try {
      Language.of(expression);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static void add(Map<String, List<Integer>> ranks, String key, int rank) {
    ranks.computeIfAbsent(key, _ -> new ArrayList<>()).add(rank);
  }

  private static int[] array(Collection<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
