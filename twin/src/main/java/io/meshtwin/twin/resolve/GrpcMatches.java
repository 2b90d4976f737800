package io.meshtwin.twin.resolve;

import io.meshtwin.twin.regex.Problem;
import io.meshtwin.twin.regex.Re2;
import io.meshtwin.twin.resource.GrpcMatch;
import io.meshtwin.twin.routing.PathMatch;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What matches of services and methods come to as matches of paths (GRPCMethodMatch). */
final class GrpcMatches {
  private static final String ANY_NAME = "[^/]+";

  private final RouteChoices choices;

  GrpcMatches(RouteChoices choices) {
    this.choices = choices;
  }

  /** What is wrong with expressions; empty almost always. */
  List<Problem> problems(GrpcMatch match) {
    Stream<Problem> own =
        path(match) instanceof PathMatch.Regex regex
            ? Stream.ofNullable(Re2.problem(regex.value()))
            : Stream.empty();
    return Stream.concat(own, Matches.problems(match.headers())).toList();
  }

  /** The path of the requests that a match takes. */
  PathMatch path(GrpcMatch match) {
    String service = match.service();
    String method = match.method();
    if (service == null && method == null) {
      return PathMatch.ANY;
    }
    if (match.regex()) {
      String anyMethod = choices.grpcExpressionsGrouped() ? ANY_NAME : ".+";
      return new PathMatch.Regex(
          "/" + expression(service, ANY_NAME) + "/" + expression(method, anyMethod));
    }
    if (method == null) {
      return new PathMatch.Prefix("/" + service + "/");
    }
    return service == null
        ? new PathMatch.Regex("/" + ANY_NAME + "/" + method)
        : new PathMatch.Exact("/" + service + "/" + method);
  }

  private String expression(@Nullable String given, String any) {
    if (given == null) {
      return any;
    }
    return choices.grpcExpressionsGrouped() ? "(?:" + given + ")" : given;
  }
}
