package io.meshtwin.simulator.diff;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.access.Token;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.StringMatch;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens that proxies can tell apart: none, one that does not verify, and by what claims say. */
public final class TokenClasses {
  private static final int MOST = 200;
  private static final String OTHER = "other";

  private TokenClasses() {}

  /**
   * The tokens.
   *
   * @return null first, for a request without a token
   */
  public static List<@Nullable Token> of(AccessAtoms atoms) {
    var result = new ArrayList<@Nullable Token>();
    result.add(null);
    if (atoms.tokens().isEmpty()) {
      return result;
    }
    for (TokenRule rule : atoms.tokens()) {
      ObjectNode plain = claims(rule);
      result.add(new Token(plain.path("iss").asText(), plain, false));
      for (ObjectNode content : contents(rule, atoms)) {
        result.add(new Token(content.path("iss").asText(), content, true));
      }
    }
    ObjectNode unknown = JsonNodeFactory.instance.objectNode().put("iss", "https://other.example");
    result.add(new Token("https://other.example", unknown, true));
    return result;
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

  /** Every combination of what each claim may say. */
  private static List<ObjectNode> contents(TokenRule rule, AccessAtoms atoms) {
    Map<List<String>, Set<String>> values = new LinkedHashMap<>();
    for (AccessCondition.Claim claim : atoms.claims()) {
      if (!claim.path().equals(List.of("iss"))) {
        Set<String> known = values.computeIfAbsent(claim.path(), _ -> new LinkedHashSet<>());
        claim.values().forEach(value -> known.add(example(value)));
      }
    }
    List<ObjectNode> result = new ArrayList<>(List.of(claims(rule)));
    values.forEach((path, known) -> {
      known.add(OTHER);
      for (ObjectNode content : List.copyOf(result)) {
        for (String value : known) {
          if (result.size() < MOST) {
            result.add(with(content, path, value));
          }
        }
      }
    });
    return result;
  }

  private static ObjectNode with(ObjectNode content, List<String> path, String value) {
    ObjectNode copy = content.deepCopy();
    ObjectNode at = copy;
    for (String name : path.subList(0, path.size() - 1)) {
      at = at.withObject("/" + name.replace("~", "~0").replace("/", "~1"));
    }
    at.put(path.getLast(), value);
    return copy;
  }

  private static String example(StringMatch match) {
    return switch (match) {
      case StringMatch.Exact exact -> exact.value();
      case StringMatch.Prefix prefix -> prefix.value() + "x";
      case StringMatch.Suffix suffix -> "x" + suffix.value();
      case StringMatch.Regex _, StringMatch.Present _ -> "x";
    };
  }
}
