package io.meshtwin.simulator.diff;

import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A class of requests in words: {@code GET, path under /admin, header version = two}. */
final class ClassWords {
  private ClassWords() {}

  static String of(Cells.Cell cell) {
    Set<String> parts = new LinkedHashSet<>();
    List<RouteMatch> matches = List.of(cell.after().match(), cell.before().match());
    matches.forEach(match -> method(match, parts));
    matches.forEach(match -> path(match, parts));
    matches.forEach(match -> named("header", match.headers(), parts));
    matches.forEach(match -> named("query", match.query(), parts));
    if (parts.isEmpty()) {
      return cell.rest() ? "every other request" : "every request";
    }
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
