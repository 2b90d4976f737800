package io.meshtwin.bridge.xds;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.type.matcher.v3.MetadataMatcher;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.StringMatch;
import java.util.List;

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
    for (ValueMatch.Named named : match.headers()) {
      if (named.claim().isEmpty()) {
        builder.addHeaders(header(named));
      } else {
        builder.addDynamicMetadata(claim(named));
      }
    }
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

  /** What {@link TokenChecks} leaves behind (istiod, MetadataMatcherForJWTClaims). */
  private static MetadataMatcher claim(ValueMatch.Named named) {
    StringMatch text =
        switch (named.match()) {
          case ValueMatch.Exact exact -> new StringMatch.Exact(exact.value(), false);
          case ValueMatch.Prefix prefix -> new StringMatch.Prefix(prefix.value(), false);
          case ValueMatch.Regex regex -> new StringMatch.Regex(regex.value());
          case ValueMatch.Present _ -> StringMatch.PRESENT;
        };
    var condition = new AccessCondition.Claim(named.claim(), List.of(text), true);
    return AccessConditions.claim(condition).toBuilder().setInvert(named.inverted()).build();
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
