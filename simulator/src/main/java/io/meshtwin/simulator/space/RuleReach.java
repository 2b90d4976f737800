package io.meshtwin.simulator.space;

import io.meshtwin.twin.routing.RouteMatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which rules of a list some request reaches, past the rules before them. An answer depends on the
 * matches alone, so it is kept for every list that was asked for: most lists of a mesh are those
 * that it had before a change. Any number of threads may ask.
 */
public final class RuleReach {
  /** Lists that are kept, as many as a large mesh has several times over. */
  private static final int MOST_KEPT = 200_000;

  private final Map<List<RouteMatch>, Reached> known = new ConcurrentHashMap<>();
  private final Map<Asked, Search.Answer> asked = new ConcurrentHashMap<>();

  /**
   * What is known of a list of rules.
   *
   * @param rules the places of those that a request reaches, or of which that could not be decided;
   *     not to be changed
   * @param undecided of those that could not be decided: why, by place
   */
  public record Reached(BitSet rules, Map<Integer, String> undecided) {}

  /** A rule, and those before it that may take something from it. */
  private record Asked(RouteMatch match, List<RouteMatch> near) {}

  /**
   * Which rules a request reaches.
   *
   * @param matches of the rules in the order in which they are asked
   */
  public Reached of(List<RouteMatch> matches) {
    Reached kept = known.get(matches);
    if (kept != null) {
      return kept;
    }
    Reached reached = find(matches);
    if (known.size() < MOST_KEPT) {
      known.put(List.copyOf(matches), reached);
    }
    return reached;
  }

  private Reached find(List<RouteMatch> matches) {
    List<Outline> outlines = Outline.of(matches);
    List<Search.Answer> answers =
        Each.upTo(matches.size()).mapToObj(i -> answer(matches, outlines, i)).toList();
    var reached = new BitSet();
    Map<Integer, String> undecided = new TreeMap<>();
    for (int i = 0; i < answers.size(); i++) {
      reached.set(i, !(answers.get(i) instanceof Search.Answer.Empty));
      if (answers.get(i) instanceof Search.Answer.Undecided(String reason)) {
        undecided.put(i, reason);
      }
    }
    return new Reached(reached, Collections.unmodifiableMap(undecided));
  }

  private Search.Answer answer(List<RouteMatch> matches, List<Outline> outlines, int rule) {
    var near = new ArrayList<RouteMatch>();
    for (int earlier = 0; earlier < rule; earlier++) {
      if (outlines.get(earlier).mayMeet(outlines.get(rule))) {
        near.add(matches.get(earlier));
      }
    }
    var question = new Asked(matches.get(rule), List.copyOf(near));
    Search.Answer known = asked.get(question);
    if (known != null) {
      return known;
    }
    Search.Answer answer = ask(question.match(), question.near());
    if (asked.size() < MOST_KEPT) {
      asked.put(question, answer);
    }
    return answer;
  }

  private static Search.Answer ask(RouteMatch match, List<RouteMatch> near) {
    var all = new ArrayList<>(near);
    all.add(match);
    return new Search(all).find(List.of(match), near);
  }
}
