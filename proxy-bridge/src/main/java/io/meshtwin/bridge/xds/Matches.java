package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
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
      builder.addHeaders(header(":method", new ValueMatch.Exact(match.method())));
    }
    match.headers().forEach(named -> builder.addHeaders(header(named.name(), named.match())));
    match.query().forEach(named -> builder.addQueryParameters(query(named)));
    return builder.build();
  }

  private static HeaderMatcher header(String name, ValueMatch match) {
    return HeaderMatcher.newBuilder().setName(name).setStringMatch(Strings.matcher(match)).build();
  }

  private static QueryParameterMatcher query(ValueMatch.Named named) {
    StringMatcher matcher = Strings.matcher(named.match());
    return QueryParameterMatcher.newBuilder().setName(named.name()).setStringMatch(matcher).build();
  }
}
