package io.meshtwin.twin.resource;

import com.google.re2j.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An issuer of tokens that a RequestAuthentication knows.
 *
 * @param issuer what the claim {@code iss} must be; empty for any
 * @param audiences of which the claim {@code aud} must have one; empty for any
 * @param keys where the issuer's public keys are
 * @param locations where a token is looked for
 * @param spaceDelimited claims whose words are a list, beside {@code scope} and {@code permission}
 * @param output what is told to the workload
 * @param required whether a request without a token is refused ({@code presence})
 * @param field the rule's path
 */
public record JwtRule(
    String issuer,
    List<String> audiences,
    Keys keys,
    Locations locations,
    List<String> spaceDelimited,
    Output output,
    boolean required,
    String field) {
  private static final int MOST_SPACED = 64;
  private static final int LONGEST_URI = 2048;
  private static final Pattern URI = Pattern.compile("https?://.*");
  private static final Pattern HEADER = Pattern.compile("[-_A-Za-z0-9]+");

  public JwtRule {
    audiences = List.copyOf(audiences);
    spaceDelimited = List.copyOf(spaceDelimited);
  }

  /**
   * Where public keys are: in place, or at an address.
   *
   * @param uri null where they are in place, or found by the issuer's own document
   * @param inline the key set, null where it is elsewhere
   * @param timeout for fetching them, null for five seconds
   */
  public record Keys(@Nullable String uri, @Nullable String inline, @Nullable String timeout) {}

  /** A header and what stands before the token in it. */
  public record Header(String name, String prefix) {}

  /**
   * Where a token is looked for; nothing given is the header {@code Authorization} and the query
   * parameter {@code access_token}.
   */
  public record Locations(List<Header> headers, List<String> parameters, List<String> cookies) {
    public Locations {
      headers = List.copyOf(headers);
      parameters = List.copyOf(parameters);
      cookies = List.copyOf(cookies);
    }

    /** Whether nothing is given. */
    public boolean usual() {
      return headers.isEmpty() && parameters.isEmpty() && cookies.isEmpty();
    }
  }

  /** A claim that is copied into a header. */
  public record ClaimHeader(String header, String claim) {}

  /**
   * What the workload is told.
   *
   * @param forward whether the token stays in the request
   * @param payloadHeader the header that gets the token's content, null for none
   * @param claims claims that are copied into headers
   */
  public record Output(boolean forward, @Nullable String payloadHeader, List<ClaimHeader> claims) {
    public Output {
      claims = List.copyOf(claims);
    }
  }

  static JwtRule read(Fields rule) {
    nonEmpty(rule, "audiences");
    nonEmpty(rule, "spaceDelimitedClaims");
    Entries.count(rule, "spaceDelimitedClaims", 0, MOST_SPACED);
    String presence = rule.word("presence", "OPTIONAL", List.of("OPTIONAL", "REQUIRED"));
    if (rule.has("issuer") && rule.text("issuer", "").isEmpty()) {
      rule.invalid("issuer", "must not be empty");
    }
    var result =
        new JwtRule(
            rule.text("issuer", ""),
            rule.textList("audiences"),
            readKeys(rule),
            readLocations(rule),
            rule.textList("spaceDelimitedClaims"),
            readOutput(rule),
            "REQUIRED".equals(presence),
            rule.path());
    if (result.issuer().isEmpty() && result.keys().uri() == null) {
      rule.invalid("issuer", "or jwksUri is required");
    }
    rule.done();
    return result;
  }

  private static Keys readKeys(Fields rule) {
    String uri = rule.optionalText("jwksUri");
    String old = rule.optionalText("jwks_uri");
    String inline = rule.optionalText("jwks");
    if (List.of("jwksUri", "jwks_uri", "jwks").stream().filter(rule::has).count() > 1) {
      rule.invalid("jwks", "or jwksUri may be given, not both");
    }
    String address = uri == null ? old : uri;
    if (address != null && (address.length() > LONGEST_URI || !URI.matches(address))) {
      rule.invalid("jwksUri", "must be an address with http:// or https://");
    }
    return new Keys(address, inline, rule.optionalText("timeout"));
  }

  private static Locations readLocations(Fields rule) {
    nonEmpty(rule, "fromParams");
    nonEmpty(rule, "fromCookies");
    List<Header> headers =
        rule.list(
            "fromHeaders",
            header -> {
              var read = new Header(header.required("name"), header.text("prefix", ""));
              if (header.has("name") && read.name().isEmpty()) {
                header.invalid("name", "must not be empty");
              }
              header.done();
              return read;
            });
    return new Locations(headers, rule.textList("fromParams"), rule.textList("fromCookies"));
  }

  private static Output readOutput(Fields rule) {
    List<ClaimHeader> claims =
        rule.list(
            "outputClaimToHeaders",
            output -> {
              var read = new ClaimHeader(output.required("header"), output.required("claim"));
              if (output.has("header") && !HEADER.matches(read.header())) {
                output.invalid("header", "must be letters, digits, - and _");
              }
              if (output.has("claim") && read.claim().isEmpty()) {
                output.invalid("claim", "must not be empty");
              }
              output.done();
              return read;
            });
    return new Output(
        rule.flag("forwardOriginalToken", false),
        rule.optionalText("outputPayloadToHeader"),
        claims);
  }

  private static void nonEmpty(Fields rule, String list) {
    Values.nonEmpty(rule, list);
  }
}
