package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Behaviour.Ruling;
import io.meshtwin.simulator.space.Each;
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
    return new Sides(before, after, reach).cells();
  }

  /** Two behaviours, with what is known of their rulings as wholes. */
  private static final class Sides {
    private final List<Ruling> before;
    private final List<Ruling> after;
    private final Alignment alignment;
    private final HostSpace space;

    /** So many rulings at the beginning have the same matches; 0 where not every Host is meant. */
    private final int same;

    /** Which of those some request reaches. */
    private final BitSet reached;

    private final RulePairs.Regions regions;

    Sides(Behaviour before, Behaviour after, RuleReach reach) {
      List<RouteMatch> was = before.matches();
      List<RouteMatch> is = after.matches();
      this.before = before.rulings();
      this.after = after.rulings();
      alignment = new Alignment(was, is);
      space = HostSpace.of(before, after);
      same = space.everything() ? alignment.start() : 0;
      reached = same == 0 ? new BitSet() : reach.of(was).rules();
      regions = new RulePairs(was, is, space).regions();
    }

    Cells cells() {
      List<Cells> rows = Each.upTo(before.size()).mapToObj(this::row).toList();
      int equal = rows.stream().mapToInt(Cells::equal).sum();
      return new Cells(equal, rows.stream().flatMap(row -> row.different().stream()).toList());
    }

    /** The cells of one ruling before. */
    private Cells row(int i) {
      int equal = 0;
      var different = new ArrayList<Cell>();
      for (int j = alignment.from(i); j < alignment.to(i); j++) {
        if (!alignment.mayMeet(i, j)) {
          continue;
        }
        boolean known = i == j && i < same;
        if (known && (!reached.get(i) || alike(i, j))) {
          equal += reached.get(i) ? 1 : 0;
          continue;
        }
        Region region = regions.of(i, j);
        Search.Answer answer = region == null ? new Search.Answer.Empty() : region.sorted().find();
        if (region == null || answer instanceof Search.Answer.Empty) {
          continue;
        }
        if (alike(i, j)) {
          equal++;
        } else {
          different.add(cell(before.get(i), after.get(j), region, answer, past(region, space)));
        }
      }
      return new Cells(equal, different);
    }

    private boolean alike(int i, int j) {
      return before.get(i).doesAs(after.get(j));
    }
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
