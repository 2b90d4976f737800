package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Empty;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.HttpUri;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwksAsyncFetch;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtClaimToHeader;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtHeader;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtProvider;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtRequirementAndList;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtRequirementOrList;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.RemoteJwks;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.RequirementRule;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code envoy.filters.http.jwt_authn}: requests without a token pass, those with one that no rule
 * accepts do not ({@code policy_applier.go}, convertToEnvoyJwtConfig).
 *
 * @param keys where public keys come from that are not fetched
 * @param notModelled told of rules whose keys are not to be had
 * @param own where the proxy fetches others
 * @param reroutes whether a route is chosen anew once a token was accepted, so that it may depend
 *     on claims: so at gateways ({@code authentication.go}, BuildHTTP)
 */
record TokenChecks(
    SecretSource keys, Consumer<Caveat> notModelled, OwnClusters own, boolean reroutes) {
  static final String NAME = "envoy.filters.http.jwt_authn";

  /** Where conditions on claims look for an accepted token's content. */
  static final String PAYLOAD = "payload";

  /**
   * Keys that sign nothing, where a rule's own are not here: its tokens are refused, as istiod does
   * (BuildLocalJwks). The private key was thrown away.
   */
  private static final String NOBODYS_KEYS =
      """
      {"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","kid":"meshtwin-nobody",\
      "x":"mxebFye-7VuJ66qLEBVZB2K_8AXJf9WOdl8rIat_TJQ",\
      "y":"OqlvFhrrD0g5ZOES3DYY0fMZQdVYYzq8H9wTgzv6XHs"}]}\
      """;

  /** As istiod fetches keys ({@code jwks_resolver.go}): every 20 minutes, for 5 seconds at most. */
  private static final Duration REFRESH = Duration.newBuilder().setSeconds(20 * 60).build();

  private static final Duration FETCH_TIMEOUT = Duration.newBuilder().setSeconds(5).build();

  /** The filter. */
  HttpFilter filter(AccessFilter.Tokens tokens) {
    JwtAuthentication.Builder config = JwtAuthentication.newBuilder().setBypassCorsPreflight(true);
    List<JwtRequirement> providers = new ArrayList<>();
    List<JwtRequirement> orNone = new ArrayList<>();
    for (TokenRule rule : tokens.rules()) {
      String name = "origins-" + providers.size();
      config.putProviders(name, provider(rule));
      JwtRequirement accepted = JwtRequirement.newBuilder().setProviderName(name).build();
      providers.add(accepted);
      orNone.add(any(List.of(accepted, missing())));
    }
    config.addRules(
        RequirementRule.newBuilder()
            .setMatch(RouteMatch.newBuilder().setPrefix("/"))
            .setRequires(required(providers, orNone)));
    return HttpFilter.newBuilder().setName(NAME).setTypedConfig(Any.pack(config.build())).build();
  }

  /** One of them accepts it, or each of them accepts it or sees none. */
  private static JwtRequirement required(
      List<JwtRequirement> providers, List<JwtRequirement> orNone) {
    if (orNone.size() == 1) {
      return orNone.getFirst();
    }
    List<JwtRequirement> all = new ArrayList<>(providers);
    all.add(
        JwtRequirement.newBuilder()
            .setRequiresAll(JwtRequirementAndList.newBuilder().addAllRequirements(orNone))
            .build());
    return any(all);
  }

  private static JwtRequirement any(List<JwtRequirement> requirements) {
    return JwtRequirement.newBuilder()
        .setRequiresAny(JwtRequirementOrList.newBuilder().addAllRequirements(requirements))
        .build();
  }

  private static JwtRequirement missing() {
    return JwtRequirement.newBuilder().setAllowMissing(Empty.getDefaultInstance()).build();
  }

  private JwtProvider provider(TokenRule rule) {
    TokenRule.Places places = rule.places();
    JwtProvider.Builder provider =
        JwtProvider.newBuilder()
            .setIssuer(rule.issuer())
            .addAllAudiences(rule.audiences())
            .setForward(places.kept())
            .setPayloadInMetadata(PAYLOAD)
            .setNormalizePayloadInMetadata(
                JwtProvider.NormalizePayload.newBuilder()
                    .addAllSpaceDelimitedClaims(rule.content().spaceDelimited()))
            .setClearRouteCache(reroutes)
            .addAllFromParams(places.parameters())
            .addAllFromCookies(places.cookies());
    publicKeys(provider, rule);
    for (TokenRule.Header header : places.headers()) {
      provider.addFromHeaders(
          JwtHeader.newBuilder().setName(header.name()).setValuePrefix(header.prefix()));
    }
    if (rule.content().header() != null) {
      provider.setForwardPayloadHeader(rule.content().header());
    }
    rule.content()
        .claims()
        .forEach((header, claim) ->
            provider.addClaimToHeaders(
                JwtClaimToHeader.newBuilder().setHeaderName(header).setClaimName(claim)));
    return provider.build();
  }

  private void publicKeys(JwtProvider.Builder provider, TokenRule rule) {
    Optional<String> here = keys.tokenKeys(rule).filter(PublicKeys::usable);
    Optional<RemoteJwks> fetched = here.isPresent() ? Optional.empty() : fetched(rule);
    if (fetched.isPresent()) {
      provider.setRemoteJwks(fetched.get());
      return;
    }
    if (here.isEmpty()) {
      String what = "tokens of " + rule.issuer() + " are all refused: " + missing(rule.keys());
      notModelled.accept(new Caveat(what, rule.origin()));
    }
    provider.setLocalJwks(DataSource.newBuilder().setInlineString(here.orElse(NOBODYS_KEYS)));
  }

  /** The listener opens once an answer came, or failed to; then tokens are refused. */
  private Optional<RemoteJwks> fetched(TokenRule rule) {
    String uri = rule.keys().uri();
    if (uri == null || rule.keys().inline() != null) {
      return Optional.empty();
    }
    return KeyServer.of(uri)
        .flatMap(server -> own.keys(server, rule))
        .map(cluster ->
            RemoteJwks.newBuilder()
                .setHttpUri(
                    HttpUri.newBuilder().setUri(uri).setCluster(cluster).setTimeout(FETCH_TIMEOUT))
                .setCacheDuration(REFRESH)
                .setAsyncFetch(JwksAsyncFetch.getDefaultInstance())
                .build());
  }

  private static String missing(TokenRule.Keys keys) {
    if (keys.inline() != null) {
      return "its jwks has no key that can be used";
    }
    return keys.uri() == null
        ? "nobody fetches its keys from where the issuer says"
        : "its keys are not had from " + keys.uri();
  }
}
