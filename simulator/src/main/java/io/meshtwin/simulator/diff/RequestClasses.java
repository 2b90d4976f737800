package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.space.Point;
import io.meshtwin.simulator.space.Search;
import io.meshtwin.twin.routing.RouteMatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request of every class that tests tell apart: for each combination of tests that some request
 * passes, and no other.
 *
 * @param points the requests
 * @param unsure why there may be more classes; null where these are all
 */
record RequestClasses(List<Point> points, @Nullable String unsure) {
  /** Tests that are told apart exactly. */
  private static final int MOST_TESTS = 14;

  /**
   * The classes; none where there are too many tests.
   *
   * @param hosts the Host headers that are meant, those that lead elsewhere apart
   * @param where the tests meet, in words
   */
  static RequestClasses of(List<RouteMatch> tests, List<HostSpace> hosts, String where) {
    if (tests.size() > MOST_TESTS) {
      String many = "more than " + MOST_TESTS + " tests of requests meet at the " + where;
      return new RequestClasses(List.of(), many);
    }
    var points = new ArrayList<Point>();
    String unsure = null;
    for (HostSpace space : hosts) {
      var all = new ArrayList<>(tests);
      all.addAll(space.taking());
      all.addAll(space.refusing());
      var finding = new Finding(new Search(all), tests, points);
      String reason =
          finding.find(new ArrayList<>(space.taking()), new ArrayList<>(space.refusing()), 0);
      unsure = unsure == null ? reason : unsure;
    }
    return new RequestClasses(List.copyOf(points), unsure);
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
  private record Finding(Search search, List<RouteMatch> tests, List<Point> points) {
    @Nullable String find(List<RouteMatch> taking, List<RouteMatch> refusing, int at) {
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
