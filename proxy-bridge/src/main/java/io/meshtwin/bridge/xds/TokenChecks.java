package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtClaimToHeader;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtHeader;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtProvider;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtRequirementAndList;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtRequirementOrList;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.RequirementRule;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code envoy.filters.http.jwt_authn}: a request without a token passes, one with a token that no
 * rule accepts does not (istiod, {@code policy_applier.go}, convertToEnvoyJwtConfig).
 */
final class TokenChecks {
  static final String NAME = "envoy.filters.http.jwt_authn";

  /** Where conditions on claims look for an accepted token's content. */
  static final String PAYLOAD = "payload";

  private static final JwtRequirement MISSING =
      JwtRequirement.newBuilder().setAllowMissing(Empty.getDefaultInstance()).build();

  private TokenChecks() {}

  /**
   * The filter.
   *
   * @param reroutes whether a route is chosen anew once a token was accepted, so that it may depend
   *     on claims: so at gateways ({@code authentication.go}, BuildHTTP)
   * @throws UnsupportedAccessException where keys are not in place: the bridge fetches none
   */
  static HttpFilter filter(AccessFilter.Tokens tokens, boolean reroutes)
      throws UnsupportedAccessException {
    JwtAuthentication.Builder config = JwtAuthentication.newBuilder().setBypassCorsPreflight(true);
    List<JwtRequirement> any = new ArrayList<>();
    List<JwtRequirement> each = new ArrayList<>();
    for (TokenRule rule : tokens.rules()) {
      String name = "origins-" + each.size();
      config.putProviders(name, provider(rule, reroutes));
      JwtRequirement one = JwtRequirement.newBuilder().setProviderName(name).build();
      any.add(one);
      each.add(oneOf(List.of(one, MISSING)));
    }
    JwtRequirement required = each.getFirst();
    if (each.size() > 1) {
      // Where rules look at the same place, one of them is enough.
      any.add(
          JwtRequirement.newBuilder()
              .setRequiresAll(JwtRequirementAndList.newBuilder().addAllRequirements(each))
              .build());
      required = oneOf(any);
    }
    config.addRules(
        RequirementRule.newBuilder()
            .setMatch(RouteMatch.newBuilder().setPrefix("/"))
            .setRequires(required));
    return HttpFilter.newBuilder().setName(NAME).setTypedConfig(Any.pack(config.build())).build();
  }

  private static JwtRequirement oneOf(List<JwtRequirement> requirements) {
    return JwtRequirement.newBuilder()
        .setRequiresAny(JwtRequirementOrList.newBuilder().addAllRequirements(requirements))
        .build();
  }

  private static JwtProvider provider(TokenRule rule, boolean reroutes)
      throws UnsupportedAccessException {
    String keys = rule.keys().inline();
    if (keys == null) {
      String what = "tokens of " + rule.issuer() + ", whose keys are fetched,";
      throw new UnsupportedAccessException(new Caveat(what + " cannot be pushed", rule.origin()));
    }
    JwtProvider.Builder provider =
        JwtProvider.newBuilder()
            .setIssuer(rule.issuer())
            .addAllAudiences(rule.audiences())
            .setForward(rule.places().kept())
            .setPayloadInMetadata(PAYLOAD)
            .setNormalizePayloadInMetadata(
                JwtProvider.NormalizePayload.newBuilder()
                    .addAllSpaceDelimitedClaims(rule.content().spaceDelimited()))
            .setClearRouteCache(reroutes)
            .addAllFromParams(rule.places().parameters())
            .addAllFromCookies(rule.places().cookies())
            .setLocalJwks(DataSource.newBuilder().setInlineString(keys));
    String whole = rule.content().header();
    if (whole != null) {
      provider.setForwardPayloadHeader(whole);
    }
    rule.content()
        .claims()
        .forEach((header, claim) ->
            provider.addClaimToHeaders(
                JwtClaimToHeader.newBuilder().setHeaderName(header).setClaimName(claim)));
    rule.places()
        .headers()
        .forEach(header ->
            provider.addFromHeaders(
                JwtHeader.newBuilder().setName(header.name()).setValuePrefix(header.prefix())));
    return provider.build();
  }
}
