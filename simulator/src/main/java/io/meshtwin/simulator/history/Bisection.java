package io.meshtwin.simulator.history;

import io.meshtwin.twin.image.MeshImage;
import java.util.List;
import java.util.stream.Stream;

/**
 * The event that broke an intent.
 *
 * @param breaking the last event after which the intent does not hold until the end of the
 *     timeline: before it, it held
 * @param together the smallest part of the events since the intent last began to hold that breaks
 *     it when nothing else happens, oldest first, the breaking one last; that one alone, where it
 *     suffices
 * @param turns every event at which the judgement turned, oldest first
 */
public record Bisection(Turn breaking, List<Moment> together, List<Turn> turns) {
  public Bisection {
    together = List.copyOf(together);
    turns = List.copyOf(turns);
  }

  /** Whether the intent broke more than once. */
  public boolean flapped() {
    return turns.stream().filter(Turn::breaks).count() > 1;
  }

  /**
   * Finds it.
   *
   * @param timeline at whose base the intent holds, and at whose end it does not
   * @throws IllegalArgumentException when it is otherwise
   */
  public static Bisection of(Timeline timeline, Judge judge) {
    if (!judge.of(timeline.base()).holds() || judge.of(timeline.last()).holds()) {
      throw new IllegalArgumentException("the intent has to hold at the base and not at the end");
    }
    List<Turn> turns = Turn.all(timeline, judge);
    Turn breaking = turns.stream().filter(Turn::breaks).reduce((a, b) -> b).orElseThrow();
    return new Bisection(breaking, together(timeline, breaking, judge), turns);
  }

  /**
   * What of the stretch in which the intent last held breaks it with the breaking event, and not
   * without any one of them.
   */
  private static List<Moment> together(Timeline timeline, Turn breaking, Judge judge) {
    int from = breaking.index();
    while (from > 0 && judge.of(timeline.before(from - 1)).holds()) {
      from--;
    }
    MeshImage base = timeline.before(from);
    Moment last = breaking.moment();
    List<Moment> earlier = timeline.moments().subList(from, breaking.index());
    List<Moment> needed =
        Smallest.of(
            earlier,
            some ->
                judge
                    .of(Timeline.with(base, and(some, last)))
                    .word()
                    .equals(breaking.after().word()));
    return and(needed, last);
  }

  private static List<Moment> and(List<Moment> some, Moment last) {
    return Stream.concat(some.stream(), Stream.of(last)).toList();
  }
}
