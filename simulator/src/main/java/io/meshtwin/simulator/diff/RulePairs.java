package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.space.Outline;
import io.meshtwin.twin.routing.RouteMatch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The matches of two lists of rules, each tried in its order: which requests one rule takes before
 * and another after.
 *
 * @param was before
 * @param is after
 * @param space the Host headers that are meant
 */
record RulePairs(List<RouteMatch> was, List<RouteMatch> is, HostSpace space) {
  RulePairs {
    was = List.copyOf(was);
    is = List.copyOf(is);
  }

  /** Ready to be asked for one pair after the other. */
  Regions regions() {
    return new Regions(this, Outline.of(was), Outline.of(is));
  }

  /** All that may have requests, by both lists' rules, and by what none of a list's rules takes. */
  List<Region> all() {
    var complete = new RulePairs(complete(was), complete(is), space);
    var alignment = new Alignment(complete.was, complete.is);
    Regions regions = complete.regions();
    var result = new ArrayList<Region>();
    for (int i = 0; i < complete.was.size(); i++) {
      for (int j = alignment.from(i); j < alignment.to(i); j++) {
        Region region = alignment.mayMeet(i, j) ? regions.of(i, j) : null;
        if (region != null) {
          result.add(region);
        }
      }
    }
    return result;
  }

  private static List<RouteMatch> complete(List<RouteMatch> rules) {
    if (!rules.isEmpty() && rules.getLast().equals(RouteMatch.ANY)) {
      return rules;
    }
    var all = new ArrayList<>(rules);
    all.add(RouteMatch.ANY);
    return all;
  }

  /** The matches with their outlines. */
  record Regions(RulePairs pairs, List<Outline> before, List<Outline> after) {
    /** What one rule takes before and another after, past those before them; null for nothing. */
    @Nullable Region of(int i, int j) {
      Outline one = before.get(i);
      Outline other = after.get(j);
      if (!one.mayMeet(other)) {
        return null;
      }
      Set<RouteMatch> near = new LinkedHashSet<>();
      addNear(pairs.was.subList(0, i), before, one, other, near);
      addNear(pairs.is.subList(0, j), after, one, other, near);
      var taking = new ArrayList<>(List.of(pairs.was.get(i), pairs.is.get(j)));
      return new Region(taking, List.copyOf(near)).and(pairs.space.region());
    }

    private static void addNear(
        List<RouteMatch> earlier,
        List<Outline> outlines,
        Outline one,
        Outline other,
        Set<RouteMatch> near) {
      for (int n = 0; n < earlier.size(); n++) {
        if (outlines.get(n).mayMeet(one) && outlines.get(n).mayMeet(other)) {
          near.add(earlier.get(n));
        }
      }
    }
  }
}
