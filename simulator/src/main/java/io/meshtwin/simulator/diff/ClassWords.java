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
    add(cell.after().match(), parts);
    add(cell.before().match(), parts);
    if (parts.isEmpty()) {
      return cell.rest() ? "every other request" : "every request";
    }
    return String.join(", ", parts);
  }

  private static void add(RouteMatch match, Set<String> parts) {
    if (match.method() != null) {
      parts.add(match.method());
    }
    switch (match.path()) {
      case PathMatch.Exact exact -> parts.add("path " + exact.value());
      case PathMatch.SegmentPrefix prefix -> {
        if (!prefix.value().equals("/")) {
          parts.add("path under " + prefix.value());
        }
      }
      case PathMatch.Regex regex -> parts.add("path like " + regex.value());
    }
    named("header", match.headers(), parts);
    named("query", match.query(), parts);
  }

  private static void named(String what, List<ValueMatch.Named> all, Set<String> parts) {
    for (ValueMatch.Named named : all) {
      String relation =
          switch (named.match()) {
            case ValueMatch.Exact _ -> " = ";
            case ValueMatch.Regex _ -> " like ";
          };
      parts.add(what + " " + named.name() + relation + named.match().value());
    }
  }
}
