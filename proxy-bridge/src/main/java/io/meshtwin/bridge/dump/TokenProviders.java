package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code JwtProvider}. Whether keys verify a token is what a request says of it. */
final class TokenProviders {
  /** Where conditions look for claims, as istiod and this bridge have it. */
  private static final String PAYLOAD = "payload";

  private TokenProviders() {}

  /** A rule; what it does not know its entry tells. */
  static TokenRule rule(Entry provider, Origin place) {
    provider
        .harmless("jwt_cache_config", "pad_forward_payload_header", "header_in_metadata")
        .harmless("failed_status_in_metadata", "clear_route_cache", "clock_skew_seconds");
    String payload = provider.text("payload_in_metadata");
    if (!payload.isEmpty() && !payload.equals(PAYLOAD)) {
      provider.refuse("payload_in_metadata " + payload);
    }
    Entry normal = provider.message("normalize_payload_in_metadata", "NormalizePayload");
    var claims = new TreeMap<String, String>();
    for (Entry one : provider.messages("claim_to_headers", "JwtClaimToHeader")) {
      claims.put(one.text("header_name"), one.text("claim_name"));
    }
    return new TokenRule(
        provider.text("issuer"),
        provider.texts("audiences"),
        places(provider),
        new TokenRule.Content(
            normal.texts("space_delimited_claims").stream().sorted().toList(),
            orNull(provider.text("forward_payload_header")),
            claims),
        keys(provider),
        place);
  }

  private static TokenRule.Places places(Entry provider) {
    var headers = new ArrayList<TokenRule.Header>();
    for (Entry header : provider.messages("from_headers", "JwtHeader")) {
      headers.add(new TokenRule.Header(header.text("name"), header.text("value_prefix")));
    }
    List<String> parameters = provider.texts("from_params");
    List<String> cookies = provider.texts("from_cookies");
    return new TokenRule.Places(headers, parameters, cookies, provider.flag("forward", false));
  }

  private static TokenRule.Keys keys(Entry provider) {
    if (provider.has("remote_jwks")) {
      Entry remote = provider.message("remote_jwks", "RemoteJwks");
      remote.harmless("cache_duration", "async_fetch", "retry_policy");
      Entry uri = remote.message("http_uri", "HttpUri").harmless("cluster", "timeout");
      return new TokenRule.Keys(uri.text("uri"), null);
    }
    Entry local = provider.message("local_jwks", "DataSource").harmless();
    return new TokenRule.Keys(null, orNull(local.text("inline_string")));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
