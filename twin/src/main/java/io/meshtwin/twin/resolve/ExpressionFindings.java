package io.meshtwin.twin.resolve;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.StreamRoute;
import java.util.List;
import java.util.stream.Stream;

/** Regular expressions in matches that RE2 refuses. */
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
              .flatMap(match -> of(route, match.field(), Matches.refused(match)));
      case GrpcRoute grpc ->
          grpc.rules().stream()
              .flatMap(rule -> rule.matches().stream())
              .flatMap(match -> of(route, match.field(), grpcMatches.refused(match)));
      case StreamRoute _ -> Stream.empty();
    };
  }

  private static Stream<Finding> of(Route route, String field, List<String> refused) {
    return refused.stream()
        .map(expression ->
            MeshFindings.finding(
                FindingCode.EXPRESSION_REFUSED,
                route.metadata(),
                field,
                "RE2 refuses the expression " + expression));
  }
}
