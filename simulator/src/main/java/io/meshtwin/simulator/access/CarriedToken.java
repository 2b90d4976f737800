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
 * A token that a request carries itself, beside what is said of its token: one that is none is
 * refused, and what another says is not read here, since keys decide whether it holds (Envoy,
 * {@code ExtractorImpl::extract}, {@code Jwt::parseFromString}).
 *
 * @param place where it stands, in words
 * @param token as it stands there
 */
record CarriedToken(String place, String token) {
  private static final int UNAUTHORIZED = 401;
  private static final TokenRule.Header USUAL = new TokenRule.Header("authorization", "Bearer ");
  private static final String USUAL_PARAMETER = "access_token";

  /** What a token is taken for behind a prefix ({@code extractJWT}). */
  private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9_.-]+");

  /** Header, content and signature in base64url. */
  private static final Pattern WHOLE =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  /** Why the request does not pass as one without a token; null where it carries none. */
  static @Nullable Outcome refusal(List<TokenRule> rules, Shown.Http request) {
    return rules.stream()
        .flatMap(rule -> of(rule.places(), request).map(one -> one.refusal(rule.origin())))
        .findFirst()
        .orElse(null);
  }

  private Outcome refusal(Origin origin) {
    if (!WHOLE.matcher(token).matches()) {
      String words = "what " + place + " carries is no token";
      return new Outcome.Refused("jwt", UNAUTHORIZED, words, null, origin);
    }
    String words =
        "what the token in " + place + " says is not read: from.jwt of a request says it";
    return new Outcome.Undecided(List.of(new Caveat(words, origin)));
  }

  /** Those of headers, then of parameters, then of cookies. */
  private static Stream<CarriedToken> of(TokenRule.Places places, Shown.Http request) {
    boolean usual = places.isUsual();
    List<TokenRule.Header> headers = usual ? List.of(USUAL) : places.headers();
    List<String> parameters = usual ? List.of(USUAL_PARAMETER) : places.parameters();
    return Stream.of(
            headers.stream().flatMap(header -> inHeader(header, request)),
            parameters.stream()
                .flatMap(name -> among(request.target().query(), "&", name, "parameter " + name)),
            places.cookies().stream()
                .flatMap(name -> among(request.joined("cookie"), "; *", name, "cookie " + name)))
        .flatMap(part -> part);
  }

  private static Stream<CarriedToken> inHeader(TokenRule.Header header, Shown.Http request) {
    String value = request.joined(header.name().toLowerCase(Locale.ROOT));
    int at = value == null ? -1 : value.indexOf(header.prefix());
    if (value == null || at < 0) {
      return Stream.empty();
    }
    Matcher found = CHARACTERS.matcher(value);
    boolean behind = !header.prefix().isEmpty() && found.find(at + header.prefix().length());
    return Stream.of(new CarriedToken(header.name(), behind ? found.group() : value));
  }

  /** The first of that name in a list of names with values. */
  private static Stream<CarriedToken> among(
      @Nullable String list, String separator, String name, String place) {
    return Stream.of(list == null ? new String[0] : list.split(separator, -1))
        .filter(part -> part.startsWith(name + "="))
        .limit(1)
        .map(part -> new CarriedToken(place, part.substring(name.length() + 1)));
  }
}
