package io.meshtwin.simulator.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.meshtwin.simulator.access.Matchers;
import io.meshtwin.simulator.access.Truth;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.StringMatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a claim may say, as far as conditions tell it apart: one text of every class, and lists of
 * texts where a condition looks into lists.
 *
 * @param values one of each
 * @param unsure why there may be more, as the end of a sentence about the claim; null where these
 *     are all
 */
record ClaimClasses(List<JsonNode> values, @Nullable String unsure) {
  private static final int MOST = 64;

  /** No text, and some that few conditions take. */
  private static final List<String> OTHERS = List.of("", "other", "none", "~", "0");

  static ClaimClasses of(List<AccessCondition.Claim> tests) {
    Map<List<Boolean>, List<String>> classes = new LinkedHashMap<>();
    var matchers = new Matchers();
    for (String text : candidates(tests)) {
      classes.putIfAbsent(taking(tests, text, matchers), List.of(text));
    }
    if (tests.stream().anyMatch(AccessCondition.Claim::list)) {
      unite(classes);
    }
    if (classes.size() > MOST) {
      return new ClaimClasses(List.of(), "is read in more than " + MOST + " ways");
    }
    boolean expressions =
        tests.stream()
            .flatMap(t -> t.values().stream())
            .anyMatch(m -> m instanceof StringMatch.Regex && !m.equals(StringMatch.SOME));
    return new ClaimClasses(
        classes.values().stream().map(ClaimClasses::json).toList(),
        expressions ? "is read by an expression" : null);
  }

  /** Lists have what each of their texts has. */
  private static void unite(Map<List<Boolean>, List<String>> classes) {
    List<Map.Entry<List<Boolean>, List<String>>> single = List.copyOf(classes.entrySet());
    Deque<Map.Entry<List<Boolean>, List<String>>> open = new ArrayDeque<>(single);
    while (!open.isEmpty() && classes.size() <= MOST) {
      Map.Entry<List<Boolean>, List<String>> list = open.remove();
      for (Map.Entry<List<Boolean>, List<String>> one : single) {
        List<Boolean> both = or(list.getKey(), one.getKey());
        if (!classes.containsKey(both)) {
          List<String> texts = new ArrayList<>(list.getValue());
          texts.addAll(one.getValue());
          classes.put(both, texts);
          open.add(Map.entry(both, texts));
        }
      }
    }
  }

  private static List<Boolean> or(List<Boolean> one, List<Boolean> other) {
    List<Boolean> result = new ArrayList<>(one);
    result.replaceAll(_ -> false);
    for (int i = 0; i < result.size(); i++) {
      result.set(i, one.get(i) || other.get(i));
    }
    return result;
  }

  private static JsonNode json(List<String> texts) {
    if (texts.size() == 1) {
      return JsonNodeFactory.instance.textNode(texts.getFirst());
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    texts.forEach(list::add);
    return list;
  }

  private static List<Boolean> taking(
      List<AccessCondition.Claim> tests, String text, Matchers matchers) {
    return tests.stream()
        .map(test -> test.values().stream().anyMatch(m -> matchers.takes(m, text) == Truth.YES))
        .toList();
  }

  /** Every text that is named, and a beginning with every end: shortest members of every class. */
  private static SortedSet<String> candidates(List<AccessCondition.Claim> tests) {
    var exact = new TreeSet<String>(OTHERS);
    var begins = new TreeSet<>(List.of(""));
    var ends = new TreeSet<>(List.of(""));
    for (AccessCondition.Claim test : tests) {
      for (StringMatch match : test.values()) {
        switch (match) {
          case StringMatch.Exact text -> exact.add(text.value());
          case StringMatch.Prefix prefix -> begins.add(prefix.value());
          case StringMatch.Suffix suffix -> ends.add(suffix.value());
          case StringMatch.Present _, StringMatch.Regex _ -> {}
        }
      }
    }
    for (String begin : begins) {
      for (String end : ends) {
        exact.add(begin + "x" + end);
      }
    }
    return exact;
  }
}
