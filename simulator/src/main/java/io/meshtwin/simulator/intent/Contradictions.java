package io.meshtwin.simulator.intent;

import io.meshtwin.simulator.flow.Verdict.Kind;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Expectations of one request that can never hold together. Names of a Service and of a workload
 * behind it may mean the same share: only who knows the mesh can say which names share nothing.
 */
public final class Contradictions {
  private static final int OK = 200;

  private Contradictions() {}

  /** Whether no verdict can satisfy both, whatever the mesh. */
  public static boolean between(Expectation one, Expectation other) {
    Set<Kind> both = kinds(one);
    both.retainAll(kinds(other));
    return both.isEmpty() || disjoint(one, other);
  }

  /**
   * Those of one request's expectations that together want more than all of it.
   *
   * @param apart whether no request goes to both of two names; names that are apart from one are
   *     apart from each other
   * @return the largest share that is wanted for each of the names, in the order of names; empty
   *     where all can hold
   */
  public static List<Expectation.GoesTo> overfull(
      Collection<Expectation> expected, BiPredicate<String, String> apart) {
    var most = new TreeMap<String, Expectation.GoesTo>();
    for (Expectation one : expected) {
      if (one instanceof Expectation.GoesTo to && to.least() > 0) {
        most.merge(to.name(), to, (a, b) -> a.least() < b.least() ? b : a);
      }
    }
    for (String name : most.keySet()) {
      List<Expectation.GoesTo> together =
          most.values().stream()
              .filter(to -> to.name().equals(name) || apart.test(name, to.name()))
              .toList();
      double sum = together.stream().mapToDouble(Expectation.GoesTo::least).sum();
      if (sum > 1 + Shares.TOLERANCE) {
        return together;
      }
    }
    return List.of();
  }

  private static boolean disjoint(Expectation one, Expectation other) {
    return switch (one) {
      case Expectation.Status(int status) ->
          other instanceof Expectation.Status(int another) && status != another;
      case Expectation.Redirected(String location) ->
          location != null
              && other instanceof Expectation.Redirected(String elsewhere)
              && elsewhere != null
              && !Objects.equals(location, elsewhere);
      case Expectation.GoesTo(String name, double least, double most) ->
          other instanceof Expectation.GoesTo(String same, double atLeast, double atMost)
              && name.equals(same)
              && (most < atLeast || atMost < least);
      case Expectation.Forwarded _, Expectation.OfKind _ -> false;
    };
  }

  /** The kinds of verdicts that may satisfy it. */
  private static Set<Kind> kinds(Expectation expectation) {
    return switch (expectation) {
      case Expectation.Forwarded(boolean wanted) ->
          wanted
              ? EnumSet.of(Kind.FORWARDED, Kind.PASSTHROUGH)
              : EnumSet.complementOf(EnumSet.of(Kind.FORWARDED, Kind.PASSTHROUGH));
      case Expectation.Status(int status) ->
          status == OK
              ? EnumSet.of(Kind.FORWARDED, Kind.PASSTHROUGH, Kind.RESPONDED)
              : EnumSet.of(Kind.RESPONDED, Kind.REDIRECTED, Kind.REJECTED);
      case Expectation.Redirected _ -> EnumSet.of(Kind.REDIRECTED);
      case Expectation.OfKind(Kind kind) -> EnumSet.of(kind);
      case Expectation.GoesTo(_, double least, _) ->
          least > 0 ? EnumSet.of(Kind.FORWARDED) : EnumSet.allOf(Kind.class);
    };
  }
}
