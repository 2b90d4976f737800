package io.meshtwin.simulator.space;

import io.meshtwin.twin.routing.RouteMatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which rules of a list some request reaches, past the rules before them. An answer depends on the
 * matches alone, so it is kept for every list that was asked for: most lists of a mesh are those
 * that it had before a change. Any number of threads may ask.
 */
public final class RuleReach {
  /** Lists that are kept, as many as a large mesh has several times over. */
  private static final int MOST_KEPT = 200_000;

  private final Map<List<RouteMatch>, BitSet> known = new ConcurrentHashMap<>();
  private final Map<Asked, Boolean> asked = new ConcurrentHashMap<>();

  /** A rule, and those before it that may take something from it. */
  private record Asked(RouteMatch match, List<RouteMatch> near) {}

  /**
   * The places of the rules that a request reaches, or of which that could not be decided; not to
   * be changed.
   *
   * @param matches of the rules in the order in which they are asked
   */
  public BitSet of(List<RouteMatch> matches) {
    BitSet kept = known.get(matches);
    if (kept != null) {
      return kept;
    }
    BitSet reached = find(matches);
    if (known.size() < MOST_KEPT) {
      known.put(List.copyOf(matches), reached);
    }
    return reached;
  }

  private BitSet find(List<RouteMatch> matches) {
    List<Outline> outlines = Outline.of(matches);
    var reached = new BitSet();
    for (int i = 0; i < matches.size(); i++) {
      var near = new ArrayList<RouteMatch>();
      for (int j = 0; j < i; j++) {
        if (outlines.get(j).mayMeet(outlines.get(i))) {
          near.add(matches.get(j));
        }
      }
      var question = new Asked(matches.get(i), List.copyOf(near));
      Boolean answer = asked.get(question);
      if (answer == null) {
        answer = reaches(question.match(), question.near());
        if (asked.size() < MOST_KEPT) {
          asked.put(question, answer);
        }
      }
      reached.set(i, answer);
    }
    return reached;
  }

  private static boolean reaches(RouteMatch match, List<RouteMatch> near) {
    if (near.isEmpty() && match.equals(RouteMatch.ANY)) {
      return true;
    }
    var all = new ArrayList<>(near);
    all.add(match);
    return !(new Search(all).find(List.of(match), near) instanceof Search.Answer.Empty);
  }
}
