package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.space.Search;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A class of requests in words: {@code GET, path under /admin, header version = two}. What earlier
 * rules take of it is named, {@code but not path /admin/x}, or counted where it is much.
 */
final class ClassWords {
  private ClassWords() {}

  /** Earlier rules that are named. */
  private static final int MOST_NAMED = 3;

  /** Earlier rules that are looked at, whether they take something of the class. */
  private static final int MOST_ASKED = 12;

  static String of(Cells.Cell cell) {
    String all = of(Region.sorted(List.of(cell.after().match(), cell.before().match())));
    if (all.isEmpty()) {
      return cell.past().isEmpty() ? "every request" : "every other request";
    }
    return all + past(cell);
  }

  /** Sorted, so that they are the same there and back. */
  private static String past(Cells.Cell cell) {
    List<RouteMatch> past = cell.past();
    if (past.size() > MOST_ASKED) {
      return ", but not what " + past.size() + " matches before take";
    }
    List<String> taken =
        past.stream()
            .filter(match -> takesSome(match, cell.region()))
            .map(match -> of(List.of(match)))
            .distinct()
            .sorted()
            .toList();
    if (taken.size() > MOST_NAMED) {
      return ", but not what " + taken.size() + " matches before take";
    }
    return taken.isEmpty() ? "" : ", but not " + String.join(" nor ", bracketed(taken));
  }

  private static boolean takesSome(RouteMatch match, Region region) {
    Region both = new Region(region.taking(), List.of()).and(new Region(List.of(match), List.of()));
    return !(both.find() instanceof Search.Answer.Empty);
  }

  /** What has several parts stands between brackets. */
  private static List<String> bracketed(List<String> matches) {
    return matches.stream().map(match -> match.contains(", ") ? "(" + match + ")" : match).toList();
  }

  private static String of(List<RouteMatch> matches) {
    Set<String> parts = new LinkedHashSet<>();
    matches.forEach(match -> method(match, parts));
    matches.forEach(match -> path(match, parts));
    matches.forEach(match -> named("header", match.headers(), parts));
    matches.forEach(match -> named("query", match.query(), parts));
    return String.join(", ", parts);
  }

  private static void method(RouteMatch match, Set<String> parts) {
    if (match.method() != null) {
      parts.add(match.method());
    }
  }

  private static void path(RouteMatch match, Set<String> parts) {
    String anyCase = match.ignoreCase() ? " in any case" : "";
    switch (match.path()) {
      case PathMatch.Exact exact -> parts.add("path " + exact.value() + anyCase);
      case PathMatch.SegmentPrefix prefix -> {
        if (!prefix.value().equals("/")) {
          parts.add("path under " + prefix.value() + anyCase);
        }
      }
      case PathMatch.Prefix prefix -> parts.add("path beginning with " + prefix.value() + anyCase);
      case PathMatch.Regex regex -> parts.add("path like " + regex.value() + anyCase);
    }
  }

  private static void named(String what, List<ValueMatch.Named> all, Set<String> parts) {
    for (ValueMatch.Named named : all) {
      String relation =
          switch (named.match()) {
            case ValueMatch.Exact _ -> " = ";
            case ValueMatch.Prefix _ -> " beginning with ";
            case ValueMatch.Regex _ -> " like ";
            case ValueMatch.Present _ -> " present";
          };
      String not = named.inverted() ? "not " : "";
      parts.add(not + what + " " + named.name() + relation + named.match().value());
    }
  }
}
