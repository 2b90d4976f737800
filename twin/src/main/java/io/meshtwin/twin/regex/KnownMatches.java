package io.meshtwin.twin.regex;

import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.ValueMatch;

/**
 * What is known of a match whose expression has a {@link Problem}: what its texts begin with, and
 * that there is one. It takes what the match takes and more, never less, and no proxy refuses it.
 */
public final class KnownMatches {
  private KnownMatches() {}

  /** Of a path; the match itself almost always. */
  public static PathMatch of(PathMatch written) {
    Problem problem = written instanceof PathMatch.Regex regex ? Re2.problem(regex.value()) : null;
    if (problem == null) {
      return written;
    }
    return problem.beginning().isEmpty()
        ? PathMatch.ANY
        : new PathMatch.Prefix(problem.beginning());
  }

  /** Of a header or a parameter, which must be there in any case. */
  public static ValueMatch of(ValueMatch written) {
    Problem problem = written instanceof ValueMatch.Regex regex ? Re2.problem(regex.value()) : null;
    if (problem == null) {
      return written;
    }
    return problem.beginning().isEmpty()
        ? new ValueMatch.Present()
        : new ValueMatch.Prefix(problem.beginning());
  }
}
