package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.routing.RouteRule;
import org.jspecify.annotations.Nullable;

/**
 * Makes a difference of a cell: its witness is simulated, so that the report shows what happens.
 */
record Verification(Simulator before, Simulator after, Causes causes) {

  Difference difference(Place place, Cells.Cell cell, boolean http) {
    String requests = ClassWords.of(cell);
    String key =
        String.join(
            "\n",
            place.clients().words(),
            place.destination().toString(),
            requests,
            cell.before().key(),
            cell.after().key());
    return new Difference(
        place.clients(),
        place.destination(),
        requests,
        Impact.of(cell.before().effect(), cell.after().effect()),
        outcome(place, cell, http),
        causes.of(cell.before(), cell.after()),
        key);
  }

  private Outcome outcome(Place place, Cells.Cell cell, boolean http) {
    Point point = cell.witness();
    if (point == null) {
      String rules = "between " + name(cell.before().rule()) + " and " + name(cell.after().rule());
      return new Outcome.Undecided(cell.undecided() + " " + rules);
    }
    Call call = place.call(point, http);
    Verdict was = before.verdict(call);
    Verdict is = after.verdict(call);
    boolean confirmed =
        EffectKey.of(was.effect()).equals(cell.before().key())
            && EffectKey.of(is.effect()).equals(cell.after().key());
    return confirmed
        ? new Outcome.Changed(call, was, is)
        : new Outcome.Undecided("the witness of " + requests(cell) + " was not confirmed");
  }

  private static String requests(Cells.Cell cell) {
    return name(cell.before().rule()) + " and " + name(cell.after().rule());
  }

  private static String name(@Nullable RouteRule rule) {
    return rule == null ? "no rule" : rule.origin().resource() + " " + rule.origin().field();
  }
}
