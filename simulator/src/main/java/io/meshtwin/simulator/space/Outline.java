package io.meshtwin.simulator.space;

import io.meshtwin.simulator.regex.AnyCase;
import io.meshtwin.twin.regex.Literals;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quick look at whether two matches can take one request, before an exact answer is sought.
 *
 * @param method the only method, null for any
 * @param beginning what the path begins with
 * @param end what the path ends with
 * @param whole whether the path is just that
 */
public record Outline(@Nullable String method, String beginning, String end, boolean whole) {

  /** The outline of a match. */
  public static Outline of(RouteMatch match) {
    return switch (AnyCase.expression(match)) {
      case PathMatch.Exact exact -> outline(match, exact.value(), exact.value(), true);
      case PathMatch.SegmentPrefix prefix ->
          outline(match, prefix.value().equals("/") ? "" : prefix.value(), "", false);
      case PathMatch.Prefix prefix -> outline(match, prefix.value(), "", false);
      case PathMatch.Regex regex ->
          Literals.of(regex.value())
              .map(known -> outline(match, known.beginning(), known.end(), known.whole()))
              .orElse(outline(match, "", "", false));
    };
  }

  /** The outlines of some matches. */
  public static List<Outline> of(List<RouteMatch> matches) {
    return matches.stream().map(Outline::of).toList();
  }

  private static Outline outline(RouteMatch match, String beginning, String end, boolean whole) {
    return new Outline(match.method(), beginning, end, whole);
  }

  /** False only where no request can be taken by both. */
  public boolean mayMeet(Outline other) {
    if (method != null && other.method != null && !method.equals(other.method)) {
      return false;
    }
    if (whole) {
      return beginning.startsWith(other.beginning)
          && beginning.endsWith(other.end)
          && (!other.whole || beginning.equals(other.beginning));
    }
    if (other.whole) {
      return other.mayMeet(this);
    }
    return (beginning.startsWith(other.beginning) || other.beginning.startsWith(beginning))
        && (end.endsWith(other.end) || other.end.endsWith(end));
  }
}
