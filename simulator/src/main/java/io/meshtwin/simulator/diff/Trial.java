package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Behaviour.Ruling;
import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.simulator.space.Point;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one cell, tried on both sides: until one is answered otherwise, or all of them, since
 * endpoints may let in some and refuse others.
 */
final class Trial {
  private static final double EPSILON = 1e-9;

  private final Simulator before;
  private final Simulator after;
  private final Cells.Cell cell;
  private final SortedMap<Entering, Found> found = new TreeMap<>();

  /** A request that policies at the door stop on one side only. */
  private @Nullable Found stopped;

  /**
   * A request that is answered otherwise.
   *
   * @param impact how much that matters, whatever the rules alone would do
   */
  record Found(Outcome.Changed changed, Impact impact, Entering entering) {
    /** Whether endpoints refuse all of it, before and after. */
    private boolean isRefused() {
      return refuses(changed.before()) && refuses(changed.after());
    }

    /** Of some shares the client's proxy may answer by itself. */
    private static boolean refuses(Verdict verdict) {
      return verdict.kind() == Verdict.Kind.REJECTED && verdict.refused() > 1 - EPSILON;
    }
  }

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

  /**
   * A request that comes to the rules and is answered otherwise, of each kind that endpoints make;
   * none that they refuse all the same where there are others.
   */
  List<Found> found() {
    return found.values().stream().filter(one -> found.size() == 1 || !one.isRefused()).toList();
  }

  /** Failing that, one that a door stops on one side; null where none was. */
  @Nullable Found stopped() {
    return stopped;
  }

  /**
   * Tries a point, and as scripts of other origins would send it.
   *
   * @param all whether to go on behind the first that is answered otherwise
   */
  void take(Point point, Function<Point, List<Call>> calls, boolean all) {
    for (Point candidate : CrossOriginPoints.of(point, cell.before(), cell.after())) {
      for (Call call : calls.apply(candidate)) {
        if (!all && !found.isEmpty()) {
          return;
        }
        take(call);
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
      Entering entering = Entering.of(was, is);
      Impact impact = entering.with(Impact.of(cell.before(), cell.after()));
      found.merge(
          entering,
          new Found(changed, impact, entering),
          (one, other) -> one.isRefused() && !other.isRefused() ? other : one);
    } else if (isUnknown(was) || isUnknown(is)) {
      unknown = true;
    } else if (!isRefused(was) && !isRefused(is)) {
      alike |= reached;
      elsewhere |= !reached;
    } else if (stopped == null && isRefused(was) != isRefused(is)) {
      var changed = new Outcome.Changed(call, was.verdict(), is.verdict());
      stopped = new Found(changed, Impact.of(was.effect(), is.effect()), Entering.AS_MUCH);
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
