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

  private static BitSet find(List<RouteMatch> matches) {
    var reached = new BitSet();
    for (int i = 0; i < matches.size(); i++) {
      RouteMatch match = matches.get(i);
      boolean free = i == 0 && match.equals(RouteMatch.ANY);
      reached.set(i, free || !isEmpty(List.of(match), matches.subList(0, i)));
    }
    return reached;
  }

  private static boolean isEmpty(List<RouteMatch> taking, List<RouteMatch> refusing) {
    return ask(taking, refusing) instanceof Search.Answer.Empty;
  }

  /** Whether some request is taken by all of the one and none of the others, which may be many. */
  public static Search.Answer ask(List<RouteMatch> taking, List<RouteMatch> refusing) {
    for (int i = 0; i < taking.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (!Overlap.mayBe(taking.get(i), taking.get(j))) {
          return new Search.Answer.Empty();
        }
      }
    }
    List<RouteMatch> near =
        refusing.stream()
            .filter(match -> taking.stream().allMatch(other -> Overlap.mayBe(match, other)))
            .toList();
    var all = new ArrayList<>(taking);
    all.addAll(near);
    return new Search(all).find(taking, near);
  }
}
