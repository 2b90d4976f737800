package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Behaviour.Ruling;
import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests of one cell, tried on both sides until one is answered otherwise. */
final class Trial {
  private final Simulator before;
  private final Simulator after;
  private final Cells.Cell cell;
  private @Nullable Found found;

  /** A request that policies at the door stop on one side only. */
  private @Nullable Found stopped;

  /**
   * A request that is answered otherwise.
   *
   * @param impact how much that matters, whatever the rules alone would do
   */
  record Found(Outcome.Changed changed, Impact impact) {}

  /** Whether some request came to the rules and was answered alike. */
  private boolean alike;

  /** Whether of some request it is not known what comes of it. */
  private boolean unknown;

  /** Whether some request came to other rules than it was found for. */
  private boolean elsewhere;

  Trial(Simulator before, Simulator after, Cells.Cell cell) {
    this.before = before;
    this.after = after;
    this.cell = cell;
  }

  /** A request that comes to the rules and is answered otherwise; null where none was. */
  @Nullable Found found() {
    return found;
  }

  /** Failing that, one that a door stops on one side; null where none was. */
  @Nullable Found stopped() {
    return stopped;
  }

  /** Tries a point, and as scripts of other origins would send it. */
  void take(Point point, Function<Point, List<Call>> calls) {
    for (Point candidate : CrossOriginPoints.of(point, cell.before(), cell.after())) {
      for (Call call : calls.apply(candidate)) {
        take(call);
        if (found != null) {
          return;
        }
      }
    }
  }

  private void take(Call call) {
    Decision was = before.decide(call);
    Decision is = after.decide(call);
    boolean same = EffectKey.of(was).equals(EffectKey.of(is));
    boolean reached = reaches(was, cell.before()) && reaches(is, cell.after());
    if (reached && !same) {
      var changed = new Outcome.Changed(call, was.verdict(), is.verdict());
      found = new Found(changed, Impact.of(cell.before(), cell.after()));
    } else if (isUnknown(was) || isUnknown(is)) {
      unknown = true;
    } else if (!isRefused(was) && !isRefused(is)) {
      alike |= reached;
      elsewhere |= !reached;
    } else if (stopped == null && isRefused(was) != isRefused(is)) {
      var changed = new Outcome.Changed(call, was.verdict(), is.verdict());
      stopped = new Found(changed, Impact.of(was.effect(), is.effect()));
    }
  }

  /**
   * Why requests of the cell may be answered otherwise although none that was tried is; null where
   * these were all that there are.
   */
  @Nullable String open() {
    if (elsewhere) {
      return "no request that was tried is answered otherwise, of ";
    }
    if (unknown) {
      return "policies refuse the request that was tried, and perhaps not all, of ";
    }
    boolean origins = !Objects.equals(cell.before().cors(), cell.after().cors());
    // Of origins only examples are tried.
    return alike && origins ? "no request that was tried is answered otherwise, of " : null;
  }

  private static boolean isUnknown(Decision decision) {
    return decision.effect() instanceof Effect.Unknown;
  }

  /** At a gateway's door, before any rule is asked. */
  private static boolean isRefused(Decision decision) {
    return decision.effect() instanceof Effect.Reject reject && reject.byPolicy();
  }

  private static boolean reaches(Decision decision, Ruling ruling) {
    boolean byRule = decision.entry() != null && ruling.entry() != null;
    return !byRule
        ? EffectKey.of(decision.effect()).equals(ruling.key())
        : EffectKey.of(Objects.requireNonNull(decision.entry())).equals(ruling.key());
  }
}
