package io.meshtwin.simulator.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens as istiod configures Envoy's JWT filter: a request without a token passes, one with
 * a token that no rule accepts does not ({@code policy_applier.go}, convertToEnvoyJwtConfig).
 *
 * <p>A token is where the first rule for its issuer looks; one of an issuer that no rule knows is
 * in the usual place.
 */
final class Tokens {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final TokenRule.Places USUAL =
      new TokenRule.Places(List.of(), List.of(), List.of(), false);

  /**
   * What comes of a token.
   *
   * @param rule that accepted it, null where none did
   * @param claims its content where it was accepted
   * @param refusal why the request does not pass, null where it does
   */
  record Result(@Nullable TokenRule rule, @Nullable JsonNode claims, @Nullable Outcome refusal) {
    static final Result NONE = new Result(null, null, null);
  }

  Result check(List<TokenRule> rules, @Nullable Token token, Shown.@Nullable Http request) {
    if (token == null || (request != null && isPreflight(request))) {
      return Result.NONE;
    }
    TokenRule.Places place =
        rules.stream()
            .filter(rule -> knows(rule, token))
            .findFirst()
            .map(TokenRule::places)
            .orElse(USUAL);
    List<TokenRule> seeing = rules.stream().filter(r -> r.places().meets(place)).toList();
    if (seeing.isEmpty()) {
      return Result.NONE;
    }
    for (TokenRule rule : seeing) {
      if (knows(rule, token) && token.valid() && hasAudience(rule, token)) {
        JsonNode claims = Conditions.spaced(token.claims(), rule.content().spaceDelimited());
        return new Result(rule, claims, null);
      }
    }
    return new Result(null, null, refused(seeing, token));
  }

  private static Outcome refused(List<TokenRule> seeing, Token token) {
    TokenRule known =
        seeing.stream().filter(rule -> knows(rule, token)).findFirst().orElse(seeing.getFirst());
    // A token's audience is read before its signature (Envoy, AuthenticatorImpl::startVerify).
    boolean audience = knows(known, token) && !hasAudience(known, token);
    String words;
    if (audience) {
      words = "the token is for another audience";
    } else if (knows(known, token)) {
      words = "the token does not verify";
    } else {
      words = "no rule knows the token's issuer " + token.issuer();
    }
    int status = audience && seeing.size() == 1 ? FORBIDDEN : UNAUTHORIZED;
    return new Outcome.Refused("jwt", status, words, null, known.origin());
  }

  private static boolean knows(TokenRule rule, Token token) {
    return rule.issuer().isEmpty() || rule.issuer().equals(token.issuer());
  }

  private static boolean hasAudience(TokenRule rule, Token token) {
    if (rule.audiences().isEmpty()) {
      return true;
    }
    JsonNode audience = token.claims().path("aud");
    if (audience.isTextual()) {
      return rule.audiences().contains(audience.asText());
    }
    for (JsonNode one : audience) {
      if (rule.audiences().contains(one.asText())) {
        return true;
      }
    }
    return false;
  }

  /** The JWT filter passes preflights (bypass_cors_preflight). */
  private static boolean isPreflight(Shown.Http request) {
    return request.method().equals("OPTIONS")
        && present(request, "origin")
        && present(request, "access-control-request-method");
  }

  private static boolean present(Shown.Http request, String name) {
    String value = request.joined(name);
    return value != null && !value.isEmpty();
  }
}
