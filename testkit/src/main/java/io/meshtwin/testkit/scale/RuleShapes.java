package io.meshtwin.testkit.scale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.testkit.scale.MeshPlan.PlannedRoute;
import io.meshtwin.testkit.scale.MeshPlan.PlannedService;
import java.util.List;
import java.util.Random;

/** Rules as people write them: most are one prefix, few are long lists. */
final class RuleShapes {
  private static final int MOST_RULES = 12;
  private static final List<String> NOUNS =
      List.of("items", "users", "orders", "search", "admin", "health", "static", "report");

  private final Random random;

  RuleShapes(Random random) {
    this.random = random;
  }

  /** How many rules a route has: a half have one, a quarter two, and so on. */
  int count() {
    int count = 1;
    while (count < MOST_RULES && random.nextBoolean()) {
      count++;
    }
    return count;
  }

  /** The last rule of a route takes everything else, mostly. */
  boolean last(int rule, int count) {
    return rule == count - 1 && random.nextInt(8) != 0;
  }

  /** A path of a route that no other of its rules has. */
  String path(PlannedRoute route, int rule) {
    return "/v"
        + (1 + rule % 3)
        + "/"
        + NOUNS.get((route.number() + rule) % NOUNS.size())
        + "/"
        + rule;
  }

  /** Of ten paths seven are prefixes, two exact, one an expression. */
  String type() {
    int kind = random.nextInt(10);
    return kind < 7 ? "PathPrefix" : kind < 9 ? "Exact" : "RegularExpression";
  }

  boolean oneIn(int throwsOf) {
    return random.nextInt(throwsOf) == 0;
  }

  /** Another Service of the namespace, or the same where there is no other. */
  PlannedService sibling(PlannedService service, List<PlannedService> own) {
    return own.isEmpty() ? service : own.get(random.nextInt(own.size()));
  }

  /** A match of the Gateway API. */
  void match(ObjectNode rule, PlannedRoute route, int number) {
    ObjectNode match = rule.putArray("matches").addObject();
    String type = type();
    String path = path(route, number);
    match
        .putObject("path")
        .put("type", type)
        .put("value", type.equals("RegularExpression") ? path + "/[0-9]+" : path);
    if (oneIn(6)) {
      match.putArray("headers").addObject().put("name", "x-version").put("value", "two");
    }
    if (oneIn(10)) {
      match.put("method", "GET");
    }
  }

  /** A condition of Istio's. */
  void condition(ObjectNode rule, PlannedRoute route, int number) {
    ArrayNode matches = rule.putArray("match");
    ObjectNode match = matches.addObject();
    String type = type();
    String path = path(route, number);
    switch (type) {
      case "Exact" -> match.putObject("uri").put("exact", path);
      case "RegularExpression" -> match.putObject("uri").put("regex", path + "/[0-9]+");
      default -> match.putObject("uri").put("prefix", path);
    }
    if (oneIn(6)) {
      match.putObject("headers").putObject("x-version").put("exact", "two");
    }
  }
}
