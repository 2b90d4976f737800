package io.meshtwin.simulator.finding;

import io.meshtwin.simulator.space.Search;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.List;
import java.util.stream.Stream;

/** Why no request at all can be as a match asks. */
final class Contradiction {
  private static final String NOTHING = "no request can be like that";

  private Contradiction() {}

  /** In words; the match is one that takes nothing. */
  static String of(RouteMatch match) {
    RouteMatch path = new RouteMatch(match.path(), null, List.of(), List.of(), match.ignoreCase());
    if (takesNothing(path)) {
      return NOTHING + ", once its path is normalised";
    }
    Stream<String> headers =
        names(match.headers())
            .filter(name -> takesNothing(of(name, match.headers(), List.of())))
            .map(name -> "header " + name);
    Stream<String> parameters =
        names(match.query())
            .filter(name -> takesNothing(of(name, List.of(), match.query())))
            .map(name -> "query parameter " + name);
    return Stream.concat(headers, parameters)
        .findFirst()
        .map(what -> NOTHING + ": no " + what + " is all that it asks for")
        .orElse(NOTHING + ": its parts contradict each other");
  }

  private static Stream<String> names(List<ValueMatch.Named> all) {
    return all.stream().map(ValueMatch.Named::name).distinct();
  }

  private static RouteMatch of(
      String name, List<ValueMatch.Named> headers, List<ValueMatch.Named> query) {
    return new RouteMatch(PathMatch.ANY, null, named(name, headers), named(name, query));
  }

  private static List<ValueMatch.Named> named(String name, List<ValueMatch.Named> all) {
    return all.stream().filter(named -> named.name().equals(name)).toList();
  }

  private static boolean takesNothing(RouteMatch match) {
    return new Search(List.of(match)).find(List.of(match), List.of())
        instanceof Search.Answer.Empty;
  }
}
