package io.meshtwin.simulator.diff;

import io.meshtwin.twin.routing.RouteMatch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rulings of two behaviours are the same match in the same relative order: a longest common
 * subsequence.
 *
 * <p>Between two different pairs of it no cell can lie: a request that the one decides before is
 * taken by the other after only if the other stands first there, and then it stands first before
 * too. So only cells with a ruling outside it need a search.
 */
final class Alignment {
  private final int[] toAfter;
  private final boolean[] afterAligned;
  private final int start;

  Alignment(List<RouteMatch> before, List<RouteMatch> after) {
    toAfter = new int[before.size()];
    Arrays.fill(toAfter, -1);
    afterAligned = new boolean[after.size()];
    int common = 0;
    int endBefore = before.size();
    int endAfter = after.size();
    while (common < Math.min(endBefore, endAfter) && before.get(common).equals(after.get(common))) {
      align(common, common);
      common++;
    }
    start = common;
    while (endBefore > start
        && endAfter > start
        && before.get(endBefore - 1).equals(after.get(endAfter - 1))) {
      align(--endBefore, --endAfter);
    }
    middle(before.subList(start, endBefore), after.subList(start, endAfter), start);
  }

  private void middle(List<RouteMatch> left, List<RouteMatch> right, int offset) {
    Map<RouteMatch, Integer> numbers = new HashMap<>();
    int[] before = numbered(left, numbers);
    int[] after = numbered(right, numbers);
    int[][] length = new int[before.length + 1][after.length + 1];
    for (int i = before.length - 1; i >= 0; i--) {
      for (int j = after.length - 1; j >= 0; j--) {
        length[i][j] =
            before[i] == after[j]
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < before.length && j < after.length) {
      if (before[i] == after[j]) {
        align(offset + i++, offset + j++);
      } else if (length[i + 1][j] >= length[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
  }

  /** A number for each match, the same for equal ones: they are compared by the square. */
  private static int[] numbered(List<RouteMatch> matches, Map<RouteMatch, Integer> numbers) {
    return matches.stream()
        .mapToInt(match -> numbers.computeIfAbsent(match, _ -> numbers.size()))
        .toArray();
  }

  private void align(int before, int after) {
    toAfter[before] = after;
    afterAligned[after] = true;
  }

  /** How many rulings at the beginning are the same in both, before whatever differs. */
  int start() {
    return start;
  }

  /** The first ruling after that a ruling before may meet. */
  int from(int before) {
    return before < start ? before : start;
  }

  /** Behind the last one. */
  int to(int before) {
    return before < start ? before + 1 : afterAligned.length;
  }

  /** Whether a cell of the two rulings can be non-empty. */
  boolean mayMeet(int before, int after) {
    return toAfter[before] == after || toAfter[before] < 0 || !afterAligned[after];
  }
}
