package io.meshtwin.simulator.regex;

import com.google.re2j.Pattern;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;

/**
 * Matches for which the case of a path's letters does not count, as expressions. Envoy folds ASCII
 * alone, RE2 more, but paths are ASCII.
 */
public final class AnyCase {
  private AnyCase() {}

  /** The path's match, an expression where the case of its letters does not count. */
  public static PathMatch expression(RouteMatch match) {
    PathMatch path = match.path();
    if (!match.ignoreCase() || path.value().chars().noneMatch(Character::isLetter)) {
      return path;
    }
    String quoted = "(?i)" + Pattern.quote(path.value());
    return switch (path) {
      case PathMatch.Exact _ -> new PathMatch.Regex(quoted);
      case PathMatch.SegmentPrefix _ -> new PathMatch.Regex(quoted + "(/.*)?");
      case PathMatch.Prefix _ -> new PathMatch.Regex(quoted + ".*");
      case PathMatch.Regex regex -> regex;
    };
  }
}
