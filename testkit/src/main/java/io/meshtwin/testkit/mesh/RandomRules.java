package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Random rules of HTTPRoutes over a small alphabet, so that they overlap. */
final class RandomRules {
  private static final List<String> PATHS =
      List.of("/", "/a", "/a/", "/a/b", "/ab", "/A", "/b/c", "/a%20b", "/a/.b", "/a;v=1", "/~x,y");
  private static final List<String> EXPRESSIONS =
      List.of("/a.*", "/[ab]+", "/a/[a-z]+", "/.*", "/(a|b)/?", "/a//b");
  private static final List<String> NAMES = List.of("env", "Version");

  private final Dice dice;

  RandomRules(Dice dice) {
    this.dice = dice;
  }

  ObjectNode rule() {
    ObjectNode rule = JsonNodeFactory.instance.objectNode();
    int matches = dice.below(3);
    boolean prefix = matches == 0;
    if (matches > 0) {
      ArrayNode list = rule.putArray("matches");
      for (int i = 0; i < matches; i++) {
        match(list.addObject());
      }
      prefix = matches == 1 && isPrefix(list.get(0));
    }
    var filters = new RandomFilters(dice);
    ArrayNode own = rule.putArray("filters");
    if (dice.oneIn(8)) {
      filters.redirect(own, prefix);
      return rule;
    }
    filters.forwarding(own, true, prefix);
    new RandomBackends(dice).http(rule.putArray("backendRefs"), filters);
    limits(rule);
    return rule;
  }

  private static boolean isPrefix(com.fasterxml.jackson.databind.JsonNode match) {
    return match.at("/path/type").asText("PathPrefix").equals("PathPrefix");
  }

  private void limits(ObjectNode rule) {
    if (dice.oneIn(8)) {
      ObjectNode timeouts = rule.putObject("timeouts");
      timeouts.put("request", dice.any("500ms", "1s", "0s"));
      if (dice.oneIn(2)) {
        timeouts.put("backendRequest", dice.any("300ms", "0s"));
      }
    }
    if (dice.oneIn(10)) {
      ObjectNode retry = rule.putObject("retry").put("attempts", 1 + dice.below(3));
      retry.put("backoff", "25ms").putArray("codes").add(500).add(503);
    }
  }

  private void match(ObjectNode match) {
    if (!dice.oneIn(4)) {
      ObjectNode path = match.putObject("path");
      switch (dice.below(4)) {
        case 0 -> path.put("type", "Exact").put("value", dice.any(PATHS));
        case 1 -> path.put("type", "RegularExpression").put("value", dice.any(EXPRESSIONS));
        case 2 -> path.put("value", dice.any(PATHS));
        default -> path.put("type", "PathPrefix").put("value", dice.any(PATHS));
      }
    }
    if (dice.oneIn(4)) {
      match.put("method", dice.any("GET", "POST"));
    }
    if (dice.oneIn(4)) {
      named(match.putArray("headers"), true);
    }
    if (dice.oneIn(5)) {
      named(match.putArray("queryParams"), false);
    }
  }

  private void named(ArrayNode list, boolean header) {
    for (String name : NAMES) {
      if (dice.oneIn(2)) {
        ObjectNode part = list.addObject().put("name", name);
        if (dice.oneIn(3)) {
          part.put("type", "RegularExpression").put("value", "t.*|one");
        } else {
          part.put("value", dice.any("one", "two", header ? "one,two" : "a+b"));
        }
      }
    }
  }
}
