package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Behaviour.Ruling;
import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.routing.RouteRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a difference of a cell: its witness is simulated, so that the report shows what happens.
 */
record Verification(Simulator before, Simulator after, Causes causes) {

  Difference difference(Place place, Cells.Cell cell, boolean http) {
    String opening = place.words();
    String requests = (opening.isEmpty() ? "" : opening + ": ") + ClassWords.of(cell);
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
        Impact.of(cell.before(), cell.after()),
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
    boolean refused = true;
    for (Point candidate : CrossOriginPoints.of(point, cell.before(), cell.after())) {
      for (Call call : place.calls(candidate, http)) {
        Decision was = before.decide(call);
        Decision is = after.decide(call);
        refused &= isRefused(was) || isRefused(is);
        boolean reached = reaches(was, cell.before()) && reaches(is, cell.after());
        if (reached && !EffectKey.of(was).equals(EffectKey.of(is))) {
          return new Outcome.Changed(call, was.verdict(), is.verdict());
        }
      }
    }
    String reason =
        refused
            ? "policies refuse the request that was tried, and perhaps not all, of "
            : "no request that was tried is answered otherwise, of ";
    return new Outcome.Undecided(reason + requests(cell));
  }

  /** At a gateway's door, before any rule is asked. */
  private static boolean isRefused(Decision decision) {
    return decision.effect() instanceof Effect.Unknown
        || (decision.effect() instanceof Effect.Reject reject && reject.byPolicy());
  }

  private static boolean reaches(Decision decision, Ruling ruling) {
    boolean byRule = decision.entry() != null && ruling.entry() != null;
    return !byRule
        ? EffectKey.of(decision.effect()).equals(ruling.key())
        : EffectKey.of(Objects.requireNonNull(decision.entry())).equals(ruling.key());
  }

  private static String requests(Cells.Cell cell) {
    return name(cell.before().rule()) + " and " + name(cell.after().rule());
  }

  private static String name(@Nullable RouteRule rule) {
    return rule == null ? "no rule" : rule.origin().resource() + " " + rule.origin().field();
  }
}
