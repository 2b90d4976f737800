package io.meshtwin.twin.resolve;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.regex.Problem;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.StreamRoute;
import java.util.List;
import java.util.stream.Stream;

/** Regular expressions in matches that RE2 or proxies refuse, or that are not read. */
final class ExpressionFindings {
  private final GrpcMatches grpcMatches;

  ExpressionFindings(RouteChoices choices) {
    this.grpcMatches = new GrpcMatches(choices);
  }

  Stream<Finding> of(Route route) {
    return switch (route) {
      case HttpRoute http ->
          http.rules().stream()
              .flatMap(rule -> rule.matches().stream())
              .flatMap(match -> of(route, match.field(), Matches.problems(match)));
      case GrpcRoute grpc ->
          grpc.rules().stream()
              .flatMap(rule -> rule.matches().stream())
              .flatMap(match -> of(route, match.field(), grpcMatches.problems(match)));
      case StreamRoute _ -> Stream.empty();
    };
  }

  private static Stream<Finding> of(Route route, String field, List<Problem> problems) {
    return problems.stream()
        .map(problem ->
            MeshFindings.finding(problem.code(), route.metadata(), field, problem.message()));
  }
}
