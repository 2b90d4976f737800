package io.meshtwin.twin.resolve;

import io.meshtwin.twin.routing.PathMatch;

/** The order of path types, which the specification leaves open for expressions. */
final class Precedences {
  /** A match that reads no path goes behind all others. */
  static final int NO_PATH = 3;

  private Precedences() {}

  /** 0 goes first. */
  static int rank(PathMatch path, RouteChoices choices) {
    return switch (path) {
      case PathMatch.Exact _ -> 0;
      case PathMatch.Regex _ -> choices.expressionsBeforePrefixes() ? 1 : 2;
      case PathMatch.SegmentPrefix _, PathMatch.Prefix _ ->
          choices.expressionsBeforePrefixes() ? 2 : 1;
    };
  }
}
