package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.DeliveryJson;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.PolicyJson;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Verdict;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How endpoints are chosen and how much they are given, as far as another verdict says it
 * otherwise: mostly it is the same, and says nothing of a difference.
 */
final class TuningWords {
  private static final String NOT = "none";

  private TuningWords() {}

  /** What of the verdict is otherwise in the other; empty where nothing is. */
  static String of(Verdict verdict, Verdict other) {
    SortedMap<String, String> here = said(verdict);
    SortedMap<String, String> there = said(other);
    var names = new TreeMap<>(there);
    names.putAll(here);
    return names.keySet().stream()
        .filter(name -> !here.getOrDefault(name, NOT).equals(there.getOrDefault(name, NOT)))
        .map(name -> ", " + name + " " + here.getOrDefault(name, NOT))
        .collect(Collectors.joining());
  }

  /** The names of what the verdict says and the other does not, or says otherwise. */
  static List<String> names(Verdict verdict, Verdict other) {
    SortedMap<String, String> there = said(other);
    return said(verdict).entrySet().stream()
        .filter(said -> !said.getValue().equals(there.get(said.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Each thing that is said, with the destination where there are several. */
  private static SortedMap<String, String> said(Verdict verdict) {
    var all = new TreeMap<String, String>();
    add(all, "", DeliveryJson.tuning(verdict));
    boolean several = verdict.shares().size() > 1;
    for (Share share : verdict.shares()) {
      if (share.failure() == null) {
        String to = several ? share.service() + " " : "";
        add(all, to, PolicyJson.of(share.target().policy()));
      }
    }
    return all;
  }

  private static void add(SortedMap<String, String> all, String prefix, ObjectNode json) {
    json.properties()
        .forEach(member -> {
          boolean text = member.getValue().isValueNode();
          String value = text ? member.getValue().asText() : Json.line(member.getValue());
          all.put(prefix + member.getKey(), value);
        });
  }
}
