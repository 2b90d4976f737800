package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Random rules of GRPCRoutes. */
final class RandomGrpcRules {
  private final Dice dice;

  RandomGrpcRules(Dice dice) {
    this.dice = dice;
  }

  ObjectNode rule() {
    ObjectNode rule = JsonNodeFactory.instance.objectNode();
    int matches = dice.below(3);
    if (matches > 0) {
      ArrayNode list = rule.putArray("matches");
      for (int i = 0; i < matches; i++) {
        match(list.addObject());
      }
    }
    var filters = new RandomFilters(dice);
    filters.forwarding(rule.putArray("filters"), false, false);
    new RandomBackends(dice).http(rule.putArray("backendRefs"), filters);
    return rule;
  }

  private void match(ObjectNode match) {
    if (!dice.oneIn(4)) {
      ObjectNode method = match.putObject("method");
      boolean expression = dice.oneIn(4);
      if (expression) {
        method.put("type", "RegularExpression");
      }
      int parts = dice.below(3);
      if (parts != 1) {
        method.put("service", expression ? "shop\\.C.*" : dice.any("shop.Cart", "shop.Pay"));
      }
      if (parts != 0) {
        method.put("method", expression ? "G[a-z]+" : dice.any("Get", "List"));
      }
    }
    if (dice.oneIn(3)) {
      match.putArray("headers").addObject().put("name", "env").put("value", dice.any("one", "two"));
    }
  }
}
