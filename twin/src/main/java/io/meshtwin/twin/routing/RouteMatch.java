package io.meshtwin.twin.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a rule takes: all that every part accepts.
 *
 * @param path the path's matcher
 * @param method the method, null for any
 * @param headers matchers of distinct headers, all of which must hold
 * @param query matchers of distinct query parameters, all of which must hold
 * @param ignoreCase whether letters' case in the path does not count; an expression says so itself,
 *     so never with one
 */
public record RouteMatch(
    PathMatch path,
    @Nullable String method,
    List<ValueMatch.Named> headers,
    List<ValueMatch.Named> query,
    boolean ignoreCase) {
  /** Takes every request. */
  public static final RouteMatch ANY = new RouteMatch(PathMatch.ANY, null, List.of(), List.of());

  public RouteMatch {
    headers = List.copyOf(headers);
    query = List.copyOf(query);
    ignoreCase = ignoreCase && !(path instanceof PathMatch.Regex);
  }

  /** A match for which the case of the path's letters counts. */
  public RouteMatch(
      PathMatch path,
      @Nullable String method,
      List<ValueMatch.Named> headers,
      List<ValueMatch.Named> query) {
    this(path, method, headers, query, false);
  }
}
