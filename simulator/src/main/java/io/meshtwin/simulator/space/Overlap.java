package io.meshtwin.simulator.space;

import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;

/** A quick look at whether two matches can take one request, before an exact answer is sought. */
public final class Overlap {
  private Overlap() {}

  /** False only where none can be taken by both. */
  public static boolean mayBe(RouteMatch one, RouteMatch other) {
    boolean methods =
        one.method() == null || other.method() == null || one.method().equals(other.method());
    return methods && (one.ignoreCase() || other.ignoreCase() || mayBe(one.path(), other.path()));
  }

  private static boolean mayBe(PathMatch one, PathMatch other) {
    if (one instanceof PathMatch.Regex || other instanceof PathMatch.Regex) {
      return true;
    }
    boolean oneExact = one instanceof PathMatch.Exact;
    boolean otherExact = other instanceof PathMatch.Exact;
    if (oneExact && otherExact) {
      return one.value().equals(other.value());
    }
    return (!oneExact && other.value().startsWith(one.value()))
        || (!otherExact && one.value().startsWith(other.value()));
  }
}
