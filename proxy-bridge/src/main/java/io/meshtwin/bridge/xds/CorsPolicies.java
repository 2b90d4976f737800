package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meshtwin.twin.routing.Cors;

/**
 * {@code CorsPolicy} of a route (GEP-1767). Preflights of other origins are forwarded, or answered
 * without permission, as the policy says. Envoy's filter passes by redirects and direct responses.
 */
final class CorsPolicies {
  static final String FILTER = "envoy.filters.http.cors";

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
            .setAllowCredentials(BoolValue.of(cors.credentials()))
            .setForwardNotMatchingPreflights(BoolValue.of(cors.forwardsUnmatched()));
    if (cors.maxAge() != null) {
      policy.setMaxAge(Integer.toString(cors.maxAge()));
    }
    cors.origins().forEach(origin -> policy.addAllowOriginStringMatch(Strings.matcher(origin)));
    return Any.pack(policy.build());
  }
}
