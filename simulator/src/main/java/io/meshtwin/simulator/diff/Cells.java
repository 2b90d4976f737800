package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Behaviour.Ruling;
import io.meshtwin.simulator.space.Outline;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.simulator.space.RuleReach;
import io.meshtwin.simulator.space.Search;
import io.meshtwin.twin.routing.RouteMatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
   * @param witness one of them, null where it could not be decided whether there is one
   * @param undecided why not, null where a witness is known
   * @param rest whether earlier rules take some of what both matches take
   */
  record Cell(
      Ruling before,
      Ruling after,
      @Nullable Point witness,
      @Nullable String undecided,
      boolean rest) {}

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
    BitSet reached = same == 0 ? new BitSet() : reach.of(was);
    var question = new Question(was, is, space);
    int equal = 0;
    var different = new ArrayList<Cell>();
    for (int i = 0; i < before.rulings().size(); i++) {
      for (int j = alignment.from(i); j < alignment.to(i); j++) {
        if (!alignment.mayMeet(i, j)) {
          continue;
        }
        boolean alike = before.rulings().get(i).key().equals(after.rulings().get(j).key());
        boolean known = i == j && i < same;
        if (known && (alike || !reached.get(i))) {
          equal += reached.get(i) ? 1 : 0;
          continue;
        }
        Search.Answer answer = question.ask(i, j);
        if (alike) {
          equal += answer instanceof Search.Answer.Empty ? 0 : 1;
        } else {
          add(before, i, after, j, answer, different);
        }
      }
    }
    return new Cells(equal, different);
  }

  /** Asks for requests that one rule takes before and another after, past those before them. */
  private record Question(
      List<RouteMatch> was,
      List<RouteMatch> is,
      HostSpace space,
      List<Outline> outlinesBefore,
      List<Outline> outlinesAfter) {
    Question(List<RouteMatch> was, List<RouteMatch> is, HostSpace space) {
      this(was, is, space, Outline.of(was), Outline.of(is));
    }

    Search.Answer ask(int i, int j) {
      Outline one = outlinesBefore.get(i);
      Outline other = outlinesAfter.get(j);
      if (!one.mayMeet(other)) {
        return new Search.Answer.Empty();
      }
      Set<RouteMatch> near = new LinkedHashSet<>();
      for (int n = 0; n < i; n++) {
        Outline earlier = outlinesBefore.get(n);
        if (earlier.mayMeet(one) && earlier.mayMeet(other)) {
          near.add(was.get(n));
        }
      }
      for (int n = 0; n < j; n++) {
        Outline earlier = outlinesAfter.get(n);
        if (earlier.mayMeet(one) && earlier.mayMeet(other)) {
          near.add(is.get(n));
        }
      }
      var taking = new ArrayList<>(List.of(was.get(i), is.get(j)));
      taking.addAll(space.taking());
      near.addAll(space.refusing());
      var all = new ArrayList<>(near);
      all.addAll(taking);
      return new Search(all).find(taking, List.copyOf(near));
    }
  }

  private static void add(
      Behaviour before, int i, Behaviour after, int j, Search.Answer answer, List<Cell> different) {
    Ruling was = before.rulings().get(i);
    Ruling is = after.rulings().get(j);
    boolean rest = i > 0 || j > 0;
    switch (answer) {
      case Search.Answer.Witness witness ->
          different.add(new Cell(was, is, witness.point(), null, rest));
      case Search.Answer.Undecided undecided ->
          different.add(new Cell(was, is, null, undecided.reason(), rest));
      case Search.Answer.Empty _ -> {}
    }
  }
}
