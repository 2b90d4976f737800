package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.meshtwin.twin.routing.Cors;

/**
 * {@code CorsPolicy} of a route (GEP-1767). Preflights of other origins are answered too, without
 * permission, and never forwarded. Envoy's filter passes by redirects and direct responses.
 */
final class CorsPolicies {
  static final String FILTER = "envoy.filters.http.cors";

  private static final String EVERY = "*";

  private CorsPolicies() {}

  static HttpFilter filter() {
    return HttpFilter.newBuilder()
        .setName(FILTER)
        .setTypedConfig(
            Any.pack(io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors.getDefaultInstance()))
        .build();
  }

  static Any of(Cors cors) {
    CorsPolicy.Builder policy =
        CorsPolicy.newBuilder()
            .setAllowMethods(Cors.joined(cors.methods()))
            .setAllowHeaders(Cors.joined(cors.requestHeaders()))
            .setExposeHeaders(Cors.joined(cors.exposedHeaders()))
            .setMaxAge(Integer.toString(cors.maxAge()))
            .setAllowCredentials(BoolValue.of(cors.credentials()))
            .setForwardNotMatchingPreflights(BoolValue.of(false));
    cors.origins().forEach(origin -> policy.addAllowOriginStringMatch(origin(origin)));
    return Any.pack(policy.build());
  }

  private static StringMatcher origin(String origin) {
    StringMatcher.Builder matcher = StringMatcher.newBuilder();
    if (origin.equals(EVERY) || !origin.contains(EVERY)) {
      return matcher.setExact(origin).build();
    }
    return matcher.setSafeRegex(Strings.regex(Cors.expression(origin))).build();
  }
}
