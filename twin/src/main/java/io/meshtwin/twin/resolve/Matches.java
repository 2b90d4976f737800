package io.meshtwin.twin.resolve;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.meshtwin.twin.resource.HttpMatch;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A rule's match, read into what a proxy compares. */
final class Matches {
  private Matches() {}

  /** Expressions of a match that RE2 refuses; empty almost always. */
  static List<String> refused(HttpMatch match) {
    Stream<HttpMatch.Value> named =
        Stream.concat(match.headers().stream(), match.query().stream()).map(HttpMatch.Named::value);
    return Stream.concat(Stream.of(match.path()), named)
        .filter(value -> value.type().equals("RegularExpression"))
        .map(HttpMatch.Value::value)
        .filter(expression -> !compiles(expression))
        .toList();
  }

  /** What a proxy compares; parts with a refused expression are left out, so it takes too much. */
  static RouteMatch of(HttpMatch match) {
    return new RouteMatch(
        path(match.path()),
        match.method(),
        named(match.headers(), true),
        named(match.query(), false));
  }

  private static PathMatch path(HttpMatch.Value path) {
    return switch (path.type()) {
      case "Exact" -> new PathMatch.Exact(path.value());
      case "RegularExpression" ->
          compiles(path.value()) ? new PathMatch.Regex(path.value()) : PathMatch.ANY;
      default -> new PathMatch.SegmentPrefix(path.value());
    };
  }

  /**
   * Of several matches of one header or parameter the first counts (HTTPHeaderMatch.name); header
   * names are compared without case.
   */
  private static List<ValueMatch.Named> named(List<HttpMatch.Named> parts, boolean header) {
    Map<String, ValueMatch> result = new LinkedHashMap<>();
    for (HttpMatch.Named part : parts) {
      HttpMatch.Value value = part.value();
      boolean regex = value.type().equals("RegularExpression");
      if (!regex || compiles(value.value())) {
        result.putIfAbsent(
            header ? part.name().toLowerCase(Locale.ROOT) : part.name(),
            regex ? new ValueMatch.Regex(value.value()) : new ValueMatch.Exact(value.value()));
      }
    }
    var list = new ArrayList<ValueMatch.Named>();
    result.forEach((name, value) -> list.add(new ValueMatch.Named(name, value)));
    return list;
  }

  private static boolean compiles(String expression) {
    try {
      Pattern.compile(expression);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
