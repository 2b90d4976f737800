package io.meshtwin.twin.routing.access;

import io.meshtwin.twin.routing.Origin;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A token that a workload takes (Envoy's {@code JwtProvider}).
 *
 * @param issuer what {@code iss} must be; empty for any
 * @param audiences of which {@code aud} must have one; empty for any
 * @param places where a token is looked for
 * @param content what becomes of the token's content
 * @param keys where the public keys are
 * @param origin the rule
 */
public record TokenRule(
    String issuer,
    List<String> audiences,
    Places places,
    Content content,
    Keys keys,
    Origin origin) {
  public TokenRule {
    audiences = List.copyOf(audiences);
  }

  /**
   * What becomes of the content of a token that was accepted.
   *
   * @param spaceDelimited claims whose words are a list, sorted
   * @param header the header that gets all of it, null for none
   * @param claims headers that get one claim, by their names
   */
  public record Content(
      List<String> spaceDelimited, @Nullable String header, SortedMap<String, String> claims) {
    public Content {
      spaceDelimited = List.copyOf(spaceDelimited);
      claims = Collections.unmodifiableSortedMap(new TreeMap<>(claims));
    }
  }

  /**
   * Where public keys are.
   *
   * @param uri where they are fetched, null where they are in place or the issuer says it
   * @param inline the key set, null where it is fetched
   */
  public record Keys(@Nullable String uri, @Nullable String inline) {}

  /** A header and what stands before the token in it. */
  public record Header(String name, String prefix) {}

  /**
   * Where a token is looked for: without any, after {@code Bearer } in {@code Authorization} and in
   * the query parameter {@code access_token}.
   *
   * @param headers headers
   * @param parameters query parameters
   * @param cookies cookies
   * @param kept whether the token stays in the request
   */
  public record Places(
      List<Header> headers, List<String> parameters, List<String> cookies, boolean kept) {
    public Places {
      headers = List.copyOf(headers);
      parameters = List.copyOf(parameters);
      cookies = List.copyOf(cookies);
    }

    /** Whether two rules look at one place at least: then a token of one is seen by the other. */
    public boolean meets(Places other) {
      boolean usual = isUsual() && other.isUsual();
      return usual
          || headers.stream().anyMatch(other.headers::contains)
          || parameters.stream().anyMatch(other.parameters::contains)
          || cookies.stream().anyMatch(other.cookies::contains);
    }

    /** Whether nothing is given. */
    public boolean isUsual() {
      return headers.isEmpty() && parameters.isEmpty() && cookies.isEmpty();
    }
  }
}
