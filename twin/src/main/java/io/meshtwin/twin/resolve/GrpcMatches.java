package io.meshtwin.twin.resolve;

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

  /** Expressions that RE2 refuses; empty almost always. */
  List<String> refused(GrpcMatch match) {
    PathMatch path = path(match);
    Stream<String> own =
        path instanceof PathMatch.Regex regex && !Matches.compiles(regex.value())
            ? Stream.of(regex.value())
            : Stream.empty();
    return Stream.concat(own, Matches.refused(match.headers())).toList();
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
