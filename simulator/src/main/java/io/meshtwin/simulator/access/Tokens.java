package io.meshtwin.simulator.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.AccessFilter.Demand;
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

  /**
   * @param asked whether the filter looks at the request
   * @param token what the request carries, null for nothing
   */
  Result check(AccessFilter.Tokens filter, Truth asked, @Nullable Token token, Shown shown) {
    Shown.Http request = shown.request();
    if (asked == Truth.NO || (request != null && isPreflight(request))) {
      return Result.NONE;
    }
    if (asked == Truth.UNKNOWN) {
      return new Result(null, null, unknown(filter.rules()));
    }
    Result result = token == null ? carried(filter, request) : check(filter, token);
    return switch (filter.demand()) {
      case IF_SHOWN -> result;
      case NEVER -> result.refusal() instanceof Outcome.Refused ? Result.NONE : result;
      case ALWAYS ->
          result.rule() != null || result.refusal() != null
              ? result
              : new Result(null, null, missing(filter.rules()));
    };
  }

  private static Result carried(AccessFilter.Tokens filter, Shown.@Nullable Http request) {
    return request == null
        ? Result.NONE
        : new Result(null, null, CarriedToken.refusal(filter.rules(), request));
  }

  private static Outcome unknown(List<TokenRule> rules) {
    Origin origin = rules.getFirst().origin();
    String words = origin.resource() + " asks for tokens by what the request does not say";
    return new Outcome.Undecided(List.of(new Caveat(words, origin)));
  }

  /** No token is where one must be ({@code Status::JwtMissed}). */
  private static Outcome missing(List<TokenRule> rules) {
    Origin origin = rules.getFirst().origin();
    return new Outcome.Refused("jwt", UNAUTHORIZED, "the request has no token", null, origin);
  }

  private static Result check(AccessFilter.Tokens filter, Token token) {
    List<TokenRule> rules = filter.rules();
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
    return new Result(null, null, refused(seeing, token, filter.demand()));
  }

  /**
   * Of several rules Envoy tells what the last one says that knows the token's issuer ({@code
   * AnyVerifierImpl::onComplete}). Istiod's form asks all of them once more in the end, and what
   * the first says ends that.
   */
  private static Outcome refused(List<TokenRule> seeing, Token token, Demand demand) {
    List<TokenRule> knowing = seeing.stream().filter(rule -> knows(rule, token)).toList();
    if (knowing.isEmpty()) {
      String words = "no rule knows the token's issuer " + token.issuer();
      return new Outcome.Refused("jwt", UNAUTHORIZED, words, null, seeing.getFirst().origin());
    }
    boolean again = demand == Demand.IF_SHOWN && knows(seeing.getFirst(), token);
    TokenRule decisive = again ? seeing.getFirst() : knowing.getLast();
    // A token's audience is read before its signature (Envoy, AuthenticatorImpl::startVerify).
    boolean verified = hasAudience(decisive, token);
    String words = verified ? "the token does not verify" : "the token is for another audience";
    int status = verified ? UNAUTHORIZED : FORBIDDEN;
    return new Outcome.Refused("jwt", status, words, null, decisive.origin());
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
