package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.space.Search;
import io.meshtwin.twin.routing.RouteMatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Some of the requests.
 *
 * @param taking matches that take each of them
 * @param refusing matches that take none of them
 */
record Region(List<RouteMatch> taking, List<RouteMatch> refusing) {
  private static final Comparator<RouteMatch> ORDER = Comparator.comparing(RouteMatch::toString);

  Region {
    taking = List.copyOf(taking);
    refusing = List.copyOf(refusing);
  }

  /** Those that are of another region too. */
  Region and(Region other) {
    return new Region(joined(taking, other.taking), joined(refusing, other.refusing));
  }

  /** All its matches, and others. */
  List<RouteMatch> with(List<RouteMatch> others) {
    return joined(joined(taking, refusing), others);
  }

  private static List<RouteMatch> joined(List<RouteMatch> some, List<RouteMatch> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  /** One of them, as far as that can be found. */
  Search.Answer find() {
    return new Search(joined(taking, refusing)).find(taking, refusing);
  }

  /** The same in an order that does not depend on which side of a change comes first. */
  Region sorted() {
    return new Region(sorted(taking), sorted(refusing));
  }

  /** Matches in such an order, each once. */
  static List<RouteMatch> sorted(Collection<RouteMatch> matches) {
    return matches.stream().distinct().sorted(ORDER).toList();
  }
}
