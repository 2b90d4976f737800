package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.space.Point;
import io.meshtwin.simulator.space.Search;
import io.meshtwin.twin.routing.RouteMatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request of every class that tests tell apart: for each combination of tests that some request
 * passes, and no other. There and back it is the same requests.
 *
 * @param points the requests
 * @param unsure why there may be more classes; null where these are all
 */
record RequestClasses(List<Point> points, @Nullable String unsure) {
  /** Classes that are told apart at one place. */
  static final int MOST = 4_096;

  /**
   * The classes; the first of them where there are too many.
   *
   * @param tests what is told apart
   * @param regions the requests that are meant
   * @param where the tests meet, in words
   */
  static RequestClasses of(Collection<RouteMatch> tests, Collection<Region> regions, String where) {
    List<RouteMatch> asked =
        Region.sorted(tests.stream().filter(test -> !test.equals(RouteMatch.ANY)).toList());
    List<Region> all =
        regions.stream()
            .map(Region::sorted)
            .distinct()
            .sorted(Comparator.comparing(Region::toString))
            .toList();
    var points = new ArrayList<Point>();
    String unsure = null;
    for (Region region : all) {
      var matches = new ArrayList<>(asked);
      matches.addAll(region.taking());
      matches.addAll(region.refusing());
      var finding = new Finding(new Search(matches), asked, points, where);
      String reason =
          finding.find(new ArrayList<>(region.taking()), new ArrayList<>(region.refusing()), 0);
      unsure = unsure == null ? reason : unsure;
    }
    return new RequestClasses(List.copyOf(points), unsure);
  }

  /** The classes of what policies read, of paths that rules rewrite before too. */
  static RequestClasses of(
      AccessAtoms atoms, SentPaths paths, Collection<Region> regions, String where) {
    var tests = new ArrayList<>(atoms.tests());
    tests.addAll(paths.tests());
    RequestClasses all = of(tests, regions, where);
    return all.unsure == null ? new RequestClasses(all.points, paths.unsure()) : all;
  }

  /** Why there may be more classes of requests with tokens. */
  List<String> unsure(TokenClasses tokens) {
    var reasons = new ArrayList<String>();
    if (unsure != null) {
      reasons.add(unsure);
    }
    if (tokens.unsure() != null) {
      reasons.add(tokens.unsure());
    }
    return reasons;
  }

  /** One test after the other, passed and not. */
  private record Finding(Search search, List<RouteMatch> tests, List<Point> points, String where) {
    @Nullable String find(List<RouteMatch> taking, List<RouteMatch> refusing, int at) {
      if (points.size() >= MOST) {
        return "more than " + MOST + " classes of requests meet at the " + where;
      }
      switch (search.find(taking, refusing)) {
        case Search.Answer.Empty _ -> {
          return null;
        }
        case Search.Answer.Undecided undecided -> {
          return undecided.reason();
        }
        case Search.Answer.Witness witness -> {
          if (at == tests.size()) {
            points.add(witness.point());
            return null;
          }
        }
      }
      String unsure = null;
      for (List<RouteMatch> side : List.of(taking, refusing)) {
        side.add(tests.get(at));
        String reason = find(taking, refusing, at + 1);
        unsure = unsure == null ? reason : unsure;
        side.removeLast();
      }
      return unsure;
    }
  }
}
