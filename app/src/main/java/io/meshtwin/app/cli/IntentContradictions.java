package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.cli.IntentReader.Intent;
import io.meshtwin.simulator.intent.Contradictions;
import io.meshtwin.simulator.intent.Expectation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Refuses intents of which no two, or more, can hold together: all their lines are named. */
final class IntentContradictions {
  private IntentContradictions() {}

  /**
   * By words alone: requests that are written alike.
   *
   * @throws CommandException with the lines of those that contradict each other
   */
  static void refuseByWords(List<Intent> intents) {
    alike(intents, IntentContradictions::written).forEach(IntentContradictions::refusePairs);
  }

  /**
   * By what a mesh makes of them: requests that are one there, however they are written, and shares
   * that are more than all.
   *
   * @param request what the mesh reads of an intent's request
   * @throws CommandException with the lines of those that contradict each other
   */
  static void refuse(List<Intent> intents, Function<Intent, Object> request, IntentNames names) {
    for (List<Intent> same : alike(intents, request)) {
      refusePairs(same);
      List<Expectation.GoesTo> overfull =
          Contradictions.overfull(same.stream().map(Intent::expected).toList(), names::apart);
      refuse(
          same.stream().filter(intent -> overfull.contains(intent.expected())).toList(),
          "want more than 100% of one request");
    }
  }

  private static Collection<List<Intent>> alike(
      List<Intent> intents, Function<Intent, Object> request) {
    return intents.stream()
        .collect(Collectors.groupingBy(request, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  private static void refusePairs(List<Intent> same) {
    for (int i = 0; i < same.size(); i++) {
      for (Intent later : same.subList(i + 1, same.size())) {
        if (Contradictions.between(same.get(i).expected(), later.expected())) {
          refuse(List.of(same.get(i), later), "contradict each other");
        }
      }
    }
  }

  private static void refuse(List<Intent> intents, String what) {
    if (!intents.isEmpty()) {
      throw new CommandException(
          intents.stream().map(Intent::source).collect(Collectors.joining(" and "))
              + " "
              + what
              + "; no mesh can do that:"
              + intents.stream().map(i -> "\n  " + i.name()).collect(Collectors.joining()));
    }
  }

  /** The request as it is written: a method that is not said is GET. */
  private static ObjectNode written(Intent intent) {
    ObjectNode request = intent.request().deepCopy();
    request.putIfAbsent("method", request.textNode("GET"));
    return request;
  }
}
