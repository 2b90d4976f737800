package io.meshtwin.simulator.access;

import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A token that a request's own headers carry, beside what is said of its token: one that is none is
 * refused, and what another says is not read here, since keys decide whether it holds (Envoy,
 * {@code ExtractorImpl::extract}, {@code Jwt::parseFromString}).
 */
final class CarriedToken {
  private static final int UNAUTHORIZED = 401;
  private static final TokenRule.Header USUAL = new TokenRule.Header("authorization", "Bearer ");

  /** What a token is taken for behind a prefix ({@code extractJWT}). */
  private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9_.-]+");

  /** Header, content and signature in base64url. */
  private static final Pattern WHOLE =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  private CarriedToken() {}

  /** Why the request does not pass as one without a token; null where it carries none. */
  static @Nullable Outcome refusal(List<TokenRule> rules, Shown.Http request) {
    for (TokenRule rule : rules) {
      for (TokenRule.Header place : places(rule.places()).toList()) {
        String token = token(request.joined(place.name().toLowerCase(Locale.ROOT)), place);
        if (token != null) {
          return refusal(token, place, rule.origin());
        }
      }
    }
    return null;
  }

  private static Outcome refusal(String token, TokenRule.Header place, Origin origin) {
    if (!WHOLE.matcher(token).matches()) {
      String words = "what " + place.name() + " carries is no token";
      return new Outcome.Refused("jwt", UNAUTHORIZED, words, null, origin);
    }
    String words =
        "what the token in " + place.name() + " says is not read: from.jwt of a request says it";
    return new Outcome.Undecided(List.of(new Caveat(words, origin)));
  }

  private static Stream<TokenRule.Header> places(TokenRule.Places places) {
    return places.isUsual() ? Stream.of(USUAL) : places.headers().stream();
  }

  private static @Nullable String token(@Nullable String value, TokenRule.Header place) {
    int at = value == null ? -1 : value.indexOf(place.prefix());
    if (value == null || at < 0 || place.prefix().isEmpty()) {
      return at < 0 ? null : value;
    }
    Matcher found = CHARACTERS.matcher(value);
    return found.find(at + place.prefix().length()) ? found.group() : value;
  }
}
