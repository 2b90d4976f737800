package io.meshtwin.twin.resolve;

import io.meshtwin.twin.regex.KnownMatches;
import io.meshtwin.twin.regex.Problem;
import io.meshtwin.twin.regex.Re2;
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

  /** What is wrong with expressions of a match; empty almost always. */
  static List<Problem> problems(HttpMatch match) {
    Stream<Problem> path = problems(Stream.of(match.path()));
    Stream<Problem> named = Stream.concat(problems(match.headers()), problems(match.query()));
    return Stream.concat(path, named).toList();
  }

  /** What is wrong with expressions for headers or parameters. */
  static Stream<Problem> problems(List<HttpMatch.Named> named) {
    return problems(named.stream().map(HttpMatch.Named::value));
  }

  private static Stream<Problem> problems(Stream<HttpMatch.Value> values) {
    return values
        .filter(value -> value.type().equals("RegularExpression"))
        .flatMap(value -> Stream.ofNullable(Re2.problem(value.value())));
  }

  /**
   * What a proxy compares. Where something is wrong with an expression, only what its texts begin
   * with is left of it, so that the match takes too much.
   */
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
    return KnownMatches.of(written(path));
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
      result.putIfAbsent(
          header ? part.name().toLowerCase(Locale.ROOT) : part.name(), value(part.value()));
    }
    var list = new ArrayList<ValueMatch.Named>();
    result.forEach((name, value) -> list.add(new ValueMatch.Named(name, value)));
    return list;
  }

  private static ValueMatch value(HttpMatch.Value value) {
    return value.type().equals("RegularExpression")
        ? KnownMatches.of(new ValueMatch.Regex(value.value()))
        : new ValueMatch.Exact(value.value());
  }
}
