package io.meshtwin.twin.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which entry of a list became which: first those that are equal, then those that are called or
 * refer to the same, then, of the rest, the likest.
 */
final class ListMatching {
  /** What names an entry of a Kubernetes list: the first of these that tells all entries apart. */
  private static final List<List<String>> NAMES =
      List.of(
          List.of("name"),
          List.of("group", "kind", "namespace", "name", "sectionName", "port"),
          List.of("type", "name"),
          List.of("key"),
          List.of("type"),
          List.of("port"),
          List.of("targetRef"),
          List.of("addresses"),
          List.of("ip"));

  private static final int NONE = -1;

  private final JsonNode before;
  private final JsonNode after;
  private final int[] became;
  private final int[] was;
  private final boolean[] inOrder;

  ListMatching(JsonNode before, JsonNode after) {
    this.before = before;
    this.after = after;
    became = new int[before.size()];
    was = new int[after.size()];
    Arrays.fill(became, NONE);
    Arrays.fill(was, NONE);
    match(Optional::of);
    NAMES.stream().filter(this::tells).findFirst().ifPresent(names -> match(e -> name(e, names)));
    likest();
    inOrder = longestInOrder();
  }

  /** Where an entry was, -1 where it is new. */
  int before(int index) {
    return was[index];
  }

  /** Whether an entry is no longer there. */
  boolean isGone(int index) {
    return became[index] == NONE;
  }

  /** Whether an entry passed others; entries that only made way did not. */
  boolean moved(int index) {
    return was[index] != NONE && !inOrder[index];
  }

  private void match(Function<JsonNode, Optional<JsonNode>> identity) {
    Map<JsonNode, List<Integer>> open = new HashMap<>();
    for (int i = 0; i < before.size(); i++) {
      int index = i;
      if (isGone(i)) {
        identity
            .apply(before.get(i))
            .ifPresent(id -> open.computeIfAbsent(id, _ -> new ArrayList<>()).add(index));
      }
    }
    for (int j = 0; j < after.size(); j++) {
      List<Integer> found =
          was[j] == NONE
              ? identity
                  .apply(after.get(j))
                  .map(id -> open.getOrDefault(id, List.of()))
                  .orElse(List.of())
              : List.of();
      if (!found.isEmpty()) {
        pair(found.removeFirst(), j);
      }
    }
  }

  private void pair(int i, int j) {
    became[i] = j;
    was[j] = i;
  }

  /** Whether every entry, before and after, is an object with a name of its own. */
  private boolean tells(List<String> names) {
    for (JsonNode list : List.of(before, after)) {
      Map<JsonNode, Boolean> seen = new HashMap<>();
      for (JsonNode entry : list) {
        Optional<JsonNode> name = name(entry, names);
        if (name.isEmpty() || seen.put(name.get(), true) != null) {
          return false;
        }
      }
    }
    return true;
  }

  private static Optional<JsonNode> name(JsonNode entry, List<String> names) {
    if (!entry.isObject() || names.stream().noneMatch(entry::has)) {
      return Optional.empty();
    }
    var name = JsonNodeFactory.instance.arrayNode();
    names.forEach(part -> name.add(entry.path(part).isMissingNode() ? null : entry.get(part)));
    return Optional.of(name);
  }

  /** Objects that have a value in common; the most in common first, then in their order. */
  private void likest() {
    record Pair(int before, int after, int common) {}
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < became.length; i++) {
      for (int j = 0; isGone(i) && j < was.length; j++) {
        int common = was[j] == NONE ? common(before.get(i), after.get(j)) : 0;
        if (common > 0) {
          pairs.add(new Pair(i, j, common));
        }
      }
    }
    pairs.sort(Comparator.comparingInt(Pair::common).reversed());
    for (Pair pair : pairs) {
      if (isGone(pair.before()) && was[pair.after()] == NONE) {
        pair(pair.before(), pair.after());
      }
    }
  }

  /** How many values stand in the same field in both, wherever in a list. */
  private static int common(JsonNode one, JsonNode other) {
    if (one.isObject() && other.isObject()) {
      int sum = 0;
      for (var field : one.properties()) {
        sum += common(field.getValue(), other.path(field.getKey()));
      }
      return sum;
    }
    if (one.isArray() && other.isArray()) {
      int sum = 0;
      for (JsonNode entry : one) {
        int most = 0;
        for (JsonNode candidate : other) {
          most = Math.max(most, common(entry, candidate));
        }
        sum += most;
      }
      return sum;
    }
    return one.equals(other) ? 1 : 0;
  }

  /** The largest set of matched entries that kept their order among each other. */
  private boolean[] longestInOrder() {
    int[] length = new int[was.length];
    int[] previous = new int[was.length];
    int last = NONE;
    for (int j = 0; j < was.length; j++) {
      previous[j] = NONE;
      length[j] = was[j] == NONE ? 0 : 1;
      for (int k = 0; k < j && was[j] != NONE; k++) {
        if (was[k] != NONE && was[k] < was[j] && length[k] + 1 > length[j]) {
          length[j] = length[k] + 1;
          previous[j] = k;
        }
      }
      if (was[j] != NONE && (last == NONE || length[j] > length[last])) {
        last = j;
      }
    }
    boolean[] kept = new boolean[was.length];
    for (int j = last; j != NONE; j = previous[j]) {
      kept[j] = true;
    }
    return kept;
  }
}
