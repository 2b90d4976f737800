package io.meshtwin.bridge.xds;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;

/**
 * {@code RouteMatch}: the path, and the method, headers and query parameters that must match too.
 * Envoy joins several values of one header with a comma before it compares.
 */
final class Matches {
  private Matches() {}

  static io.envoyproxy.envoy.config.route.v3.RouteMatch of(RouteMatch match) {
    var builder = io.envoyproxy.envoy.config.route.v3.RouteMatch.newBuilder();
    switch (match.path()) {
      case PathMatch.Exact exact -> builder.setPath(exact.value());
      case PathMatch.SegmentPrefix prefix -> {
        // RouteMatch.path_separated_prefix refuses "/".
        if (prefix.value().equals("/")) {
          builder.setPrefix("/");
        } else {
          builder.setPathSeparatedPrefix(prefix.value());
        }
      }
      case PathMatch.Prefix prefix -> builder.setPrefix(prefix.value());
      case PathMatch.Regex regex -> builder.setSafeRegex(Strings.regex(regex.value()));
    }
    if (match.method() != null) {
      builder.addHeaders(
          header(new ValueMatch.Named(":method", new ValueMatch.Exact(match.method()))));
    }
    if (match.ignoreCase()) {
      builder.setCaseSensitive(BoolValue.of(false));
    }
    match.headers().forEach(named -> builder.addHeaders(header(named)));
    match.query().forEach(named -> builder.addQueryParameters(query(named)));
    return builder.build();
  }

  private static HeaderMatcher header(ValueMatch.Named named) {
    HeaderMatcher.Builder header =
        HeaderMatcher.newBuilder().setName(named.name()).setInvertMatch(named.inverted());
    if (isEverything(named.match())) {
      return header.setPresentMatch(true).build();
    }
    return header
        .setTreatMissingHeaderAsEmpty(named.inverted())
        .setStringMatch(Strings.matcher(named.match()))
        .build();
  }

  private static QueryParameterMatcher query(ValueMatch.Named named) {
    QueryParameterMatcher.Builder query = QueryParameterMatcher.newBuilder().setName(named.name());
    return isEverything(named.match())
        ? query.setPresentMatch(true).build()
        : query.setStringMatch(Strings.matcher(named.match())).build();
  }

  /** Envoy refuses an empty prefix. */
  private static boolean isEverything(ValueMatch match) {
    return match instanceof ValueMatch.Present
        || (match instanceof ValueMatch.Prefix prefix && prefix.value().isEmpty());
  }
}
