package io.meshtwin.simulator.intent;

import io.meshtwin.simulator.flow.Verdict.Kind;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * Whether two expectations of one request can never both hold, whatever the mesh. Names of a
 * Service and of a workload behind it may mean the same share, so different names never contradict.
 */
public final class Contradictions {
  private static final int OK = 200;

  private Contradictions() {}

  /** Whether no verdict can satisfy both. */
  public static boolean between(Expectation one, Expectation other) {
    Set<Kind> both = kinds(one);
    both.retainAll(kinds(other));
    return both.isEmpty() || disjoint(one, other);
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
