package io.meshtwin.simulator.history;

import java.util.ArrayList;
import java.util.List;

/**
 * An event after which an intent is judged otherwise than before.
 *
 * @param index of the moment in its timeline
 * @param moment the event
 * @param before how it was judged
 * @param after how it is judged
 */
public record Turn(int index, Moment moment, Judged before, Judged after) {
  /** Whether the intent held until then. */
  public boolean breaks() {
    return before.holds() && !after.holds();
  }

  /** Every turn of a timeline, oldest first. */
  public static List<Turn> all(Timeline timeline, Judge judge) {
    var turns = new ArrayList<Turn>();
    Judged before = judge.of(timeline.base());
    for (int i = 0; i < timeline.moments().size(); i++) {
      Moment moment = timeline.moments().get(i);
      Judged after = judge.of(moment.image());
      if (!after.word().equals(before.word())) {
        turns.add(new Turn(i, moment, before, after));
      }
      before = after;
    }
    return List.copyOf(turns);
  }
}
