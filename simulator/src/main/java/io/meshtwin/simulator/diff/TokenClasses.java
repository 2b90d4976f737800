package io.meshtwin.simulator.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.access.Token;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that proxies can tell apart: none, one that does not verify, and by what claims say.
 *
 * @param tokens one of each; null first, for a request without a token
 * @param unsure why there may be more classes; null where these are all
 */
public record TokenClasses(List<@Nullable Token> tokens, @Nullable String unsure) {
  /** Combinations of claims that are tried for each issuer. */
  private static final int MOST = 200;

  private static final String STRANGER = "https://other.example";

  /** The classes of what some proxies read. */
  public static TokenClasses of(AccessAtoms atoms) {
    var result = new ArrayList<@Nullable Token>();
    result.add(null);
    if (atoms.tokens().isEmpty()) {
      return new TokenClasses(result, null);
    }
    Map<List<String>, ClaimClasses> claims = claims(atoms);
    String unsure = unsure(claims);
    for (TokenRule rule : atoms.tokens()) {
      ObjectNode plain = claims(rule);
      result.add(new Token(plain.path("iss").asText(), plain, false));
      for (ObjectNode content : unsure == null ? contents(rule, claims) : List.of(plain)) {
        result.add(new Token(content.path("iss").asText(), content, true));
      }
    }
    ObjectNode unknown = JsonNodeFactory.instance.objectNode().put("iss", STRANGER);
    result.add(new Token(STRANGER, unknown, true));
    return new TokenClasses(result, unsure);
  }

  private static Map<List<String>, ClaimClasses> claims(AccessAtoms atoms) {
    Map<List<String>, List<AccessCondition.Claim>> read = new LinkedHashMap<>();
    for (AccessCondition.Claim claim : atoms.claims()) {
      if (!claim.path().equals(List.of("iss"))) {
        read.computeIfAbsent(claim.path(), _ -> new ArrayList<>()).add(claim);
      }
    }
    Map<List<String>, ClaimClasses> result = new LinkedHashMap<>();
    read.forEach((path, tests) -> result.put(path, ClaimClasses.of(tests)));
    return result;
  }

  private static @Nullable String unsure(Map<List<String>, ClaimClasses> claims) {
    long combinations = 1;
    for (Map.Entry<List<String>, ClaimClasses> claim : claims.entrySet()) {
      if (claim.getValue().unsure() != null) {
        return "the claim " + String.join(".", claim.getKey()) + " " + claim.getValue().unsure();
      }
      combinations *= claim.getValue().values().size() + 1;
      if (combinations > MOST) {
        return "tokens differ in more than " + MOST + " combinations of claims";
      }
    }
    return null;
  }

  /** What a token must say for a rule to accept it. */
  static ObjectNode claims(TokenRule rule) {
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims.put("iss", rule.issuer().isEmpty() ? "https://any.example" : rule.issuer());
    if (!rule.audiences().isEmpty()) {
      claims.put("aud", rule.audiences().getFirst());
    }
    return claims;
  }

  /** Every combination of what each claim may say, or that it is not there. */
  private static List<ObjectNode> contents(TokenRule rule, Map<List<String>, ClaimClasses> claims) {
    List<ObjectNode> result = new ArrayList<>(List.of(claims(rule)));
    claims.forEach((path, classes) -> {
      for (ObjectNode content : List.copyOf(result)) {
        classes.values().forEach(value -> result.add(with(content, path, value)));
      }
    });
    return result;
  }

  private static ObjectNode with(ObjectNode content, List<String> path, JsonNode value) {
    ObjectNode copy = content.deepCopy();
    ObjectNode at = copy;
    for (String name : path.subList(0, path.size() - 1)) {
      at = at.get(name) instanceof ObjectNode inner ? inner : at.putObject(name);
    }
    at.set(path.getLast(), value);
    return copy;
  }
}
