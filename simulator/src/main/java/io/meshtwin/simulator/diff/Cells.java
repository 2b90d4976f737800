package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Behaviour.Ruling;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.simulator.space.RuleReach;
import io.meshtwin.simulator.space.Search;
import io.meshtwin.twin.routing.RouteMatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The non-empty cells of two behaviours.
 *
 * @param equal cells that both sides answer alike
 * @param different cells that they do not, or that could not be decided
 */
record Cells(int equal, List<Cell> different) {
  /**
   * Requests that one ruling decides before and another after.
   *
   * @param region all of them
   * @param witness one of them, null where it could not be decided whether there is one
   * @param undecided why not, null where a witness is known
   * @param past matches of earlier rules that may take some of what both matches take
   */
  record Cell(
      Ruling before,
      Ruling after,
      Region region,
      @Nullable Point witness,
      @Nullable String undecided,
      List<RouteMatch> past) {}

  Cells {
    different = List.copyOf(different);
  }

  /**
   * Compares.
   *
   * @param reach knows which rules of lists requests reach
   */
  static Cells of(Behaviour before, Behaviour after, RuleReach reach) {
    List<RouteMatch> was = before.matches();
    List<RouteMatch> is = after.matches();
    var alignment = new Alignment(was, is);
    HostSpace space = HostSpace.of(before, after);
    int same = space.everything() ? alignment.start() : 0;
    BitSet reached = same == 0 ? new BitSet() : reach.of(was).rules();
    RulePairs.Regions regions = new RulePairs(was, is, space).regions();
    int equal = 0;
    var different = new ArrayList<Cell>();
    for (int i = 0; i < before.rulings().size(); i++) {
      for (int j = alignment.from(i); j < alignment.to(i); j++) {
        if (!alignment.mayMeet(i, j)) {
          continue;
        }
        boolean alike = before.rulings().get(i).doesAs(after.rulings().get(j));
        boolean known = i == j && i < same;
        if (known && (alike || !reached.get(i))) {
          equal += reached.get(i) ? 1 : 0;
          continue;
        }
        Region region = regions.of(i, j);
        Search.Answer answer = region == null ? new Search.Answer.Empty() : region.sorted().find();
        if (region == null || answer instanceof Search.Answer.Empty) {
          continue;
        }
        if (alike) {
          equal++;
        } else {
          Ruling ruled = before.rulings().get(i);
          different.add(cell(ruled, after.rulings().get(j), region, answer, past(region, space)));
        }
      }
    }
    return new Cells(equal, different);
  }

  /** Without those that only say which Host headers are meant. */
  private static List<RouteMatch> past(Region region, HostSpace space) {
    return region.refusing().stream().filter(m -> !space.refusing().contains(m)).toList();
  }

  private static Cell cell(
      Ruling was, Ruling is, Region region, Search.Answer answer, List<RouteMatch> past) {
    Point witness = answer instanceof Search.Answer.Witness found ? found.point() : null;
    String undecided = answer instanceof Search.Answer.Undecided open ? open.reason() : null;
    return new Cell(was, is, region, witness, undecided, past);
  }
}
