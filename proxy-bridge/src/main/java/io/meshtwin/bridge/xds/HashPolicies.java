package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy;
import io.meshtwin.twin.routing.HashKey;

/** {@code HashPolicy}: what of a request its endpoint is chosen by. */
final class HashPolicies {
  private HashPolicies() {}

  static HashPolicy of(HashKey key) {
    HashPolicy.Builder policy = HashPolicy.newBuilder();
    switch (key) {
      case HashKey.Header header -> policy.getHeaderBuilder().setHeaderName(header.name());
      case HashKey.Query query -> policy.getQueryParameterBuilder().setName(query.name());
      case HashKey.SourceAddress _ -> policy.getConnectionPropertiesBuilder().setSourceIp(true);
      case HashKey.Cookie cookie -> {
        HashPolicy.Cookie.Builder made =
            policy.getCookieBuilder().setName(cookie.name()).setPath(cookie.path());
        if (cookie.ttl() != null) {
          made.setTtl(Times.orNoLimit(cookie.ttl()));
        }
        cookie
            .attributes()
            .forEach((name, value) -> made.addAttributesBuilder().setName(name).setValue(value));
      }
    }
    return policy.build();
  }
}
