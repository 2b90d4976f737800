package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.HttpMatch;
import io.meshtwin.twin.resource.Re2;
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
    Stream<String> path = refused(Stream.of(match.path()));
    Stream<String> named = Stream.concat(refused(match.headers()), refused(match.query()));
    return Stream.concat(path, named).toList();
  }

  /** Expressions for headers or parameters that RE2 refuses. */
  static Stream<String> refused(List<HttpMatch.Named> named) {
    return refused(named.stream().map(HttpMatch.Named::value));
  }

  private static Stream<String> refused(Stream<HttpMatch.Value> values) {
    return values
        .filter(value -> value.type().equals("RegularExpression"))
        .map(HttpMatch.Value::value)
        .filter(expression -> !compiles(expression));
  }

  /** What a proxy compares; parts with a refused expression are left out, so it takes too much. */
  static RouteMatch of(HttpMatch match) {
    return new RouteMatch(
        path(match.path()),
        match.method(),
        named(match.headers(), true),
        named(match.query(), false));
  }

  /** What a proxy compares of headers. */
  static List<ValueMatch.Named> headers(List<HttpMatch.Named> headers) {
    return named(headers, true);
  }

  private static PathMatch path(HttpMatch.Value path) {
    PathMatch written = written(path);
    return written instanceof PathMatch.Regex && !compiles(path.value()) ? PathMatch.ANY : written;
  }

  /** The path's match as it is written, whether RE2 takes its expression or not. */
  static PathMatch written(HttpMatch.Value path) {
    return switch (path.type()) {
      case "Exact" -> new PathMatch.Exact(path.value());
      case "RegularExpression" -> new PathMatch.Regex(path.value());
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

  static boolean compiles(String expression) {
    return Re2.accepts(expression);
  }
}
