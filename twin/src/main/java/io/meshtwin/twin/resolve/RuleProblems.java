package io.meshtwin.twin.resolve;

import io.meshtwin.twin.regex.Problem;
import io.meshtwin.twin.resource.BackendRef;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.HttpFilter;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.StreamRoute;
import java.util.List;
import java.util.stream.Stream;

/** What of a route's rules the API server takes and an implementation cannot do. */
final class RuleProblems {
  private static final String EXTENSION = "ExtensionRef";

  private final GrpcMatches grpcMatches;

  RuleProblems(RouteChoices choices) {
    this.grpcMatches = new GrpcMatches(choices);
  }

  /**
   * How many rules have a value that is not supported: an expression that RE2 refuses (condition
   * {@code PartiallyInvalid}, reason {@code UnsupportedValue}).
   */
  int unsupported(Route route) {
    return (int)
        switch (route) {
          case HttpRoute http ->
              http.rules().stream()
                  .filter(
                      rule -> rule.matches().stream().anyMatch(m -> refused(Matches.problems(m))))
                  .count();
          case GrpcRoute grpc ->
              grpc.rules().stream()
                  .filter(rule ->
                      rule.matches().stream().anyMatch(m -> refused(grpcMatches.problems(m))))
                  .count();
          case StreamRoute _ -> 0;
        };
  }

  private static boolean refused(List<Problem> problems) {
    return problems.stream().anyMatch(problem -> problem.kind() == Problem.Kind.REFUSED);
  }

  /** How many rules a route has; one that has none is given one. */
  static int rules(Route route) {
    return switch (route) {
      case HttpRoute http -> http.rules().size();
      case GrpcRoute grpc -> grpc.rules().size();
      case StreamRoute _ -> 1;
    };
  }

  /** Whether a filter is a reference to a kind of the implementation's own. */
  static boolean extended(Route route) {
    return filters(route)
        .anyMatch(f -> f instanceof HttpFilter.Unmodelled other && other.type().equals(EXTENSION));
  }

  private static Stream<HttpFilter> filters(Route route) {
    return switch (route) {
      case HttpRoute http ->
          http.rules().stream().flatMap(rule -> filters(rule.filters(), rule.backends()));
      case GrpcRoute grpc ->
          grpc.rules().stream().flatMap(rule -> filters(rule.filters(), rule.backends()));
      case StreamRoute _ -> Stream.empty();
    };
  }

  private static Stream<HttpFilter> filters(List<HttpFilter> own, List<BackendRef> backends) {
    return Stream.concat(own.stream(), backends.stream().flatMap(ref -> ref.filters().stream()));
  }
}
