package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One match of one rule of one HTTPRoute, with all that its precedence depends on.
 *
 * @param route the route
 * @param rule the rule
 * @param match the match
 * @param hostname by which the route took the request, empty in the mesh
 */
record SpecMatch(JsonNode route, JsonNode rule, JsonNode match, String hostname) {
  static List<SpecMatch> of(JsonNode route, String hostname) {
    var result = new ArrayList<SpecMatch>();
    for (JsonNode rule : route.at("/spec/rules")) {
      JsonNode matches = rule.path("matches");
      if (matches.isEmpty()) {
        JsonNode any = JsonNodeFactory.instance.objectNode();
        result.add(new SpecMatch(route, rule, any, hostname));
      }
      matches.forEach(match -> result.add(new SpecMatch(route, rule, match, hostname)));
    }
    return result;
  }

  /** "Match: all conditions must be satisfied" (HTTPRouteMatch). */
  boolean takes(SpecRequest request) {
    if (!takesPath(request.path())) {
      return false;
    }
    if (match.has("method") && !match.path("method").asText().equals(request.method())) {
      return false;
    }
    return takesNamed(match.path("headers"), request.headers(), true)
        && takesNamed(match.path("queryParams"), request.query(), false);
  }

  private boolean takesPath(String path) {
    String value = match.at("/path/value").asText("/");
    return switch (pathType()) {
      case "Exact" -> path.equals(value);
      case "RegularExpression" -> path.matches(value);
      default -> takesPrefix(path, value);
    };
  }

  /** "The paths /abc, /abc/, and /abc/def would all match the prefix /abc, but /abcd would not". */
  private static boolean takesPrefix(String path, String value) {
    String prefix = value;
    while (prefix.endsWith("/")) {
      prefix = prefix.substring(0, prefix.length() - 1);
    }
    return path.equals(prefix) || path.startsWith(prefix + "/");
  }

  private static boolean takesNamed(JsonNode parts, Map<String, String> given, boolean header) {
    var seen = new ArrayList<String>();
    for (JsonNode part : parts) {
      String name = part.path("name").asText();
      String key = header ? name.toLowerCase(Locale.ROOT) : name;
      if (seen.contains(key)) {
        continue; // "only the first entry with an equivalent name MUST be considered"
      }
      seen.add(key);
      String actual = given.get(key);
      String wanted = part.path("value").asText();
      boolean regex = part.path("type").asText("Exact").equals("RegularExpression");
      if (actual == null || !(regex ? actual.matches(wanted) : actual.equals(wanted))) {
        return false;
      }
    }
    return true;
  }

  String pathType() {
    return match.at("/path/type").asText("PathPrefix");
  }

  int pathLength() {
    return match.at("/path/value").asText("/").length();
  }

  String created() {
    return route.at("/metadata/creationTimestamp").asText("");
  }

  String routeName() {
    return route.at("/metadata/namespace").asText() + "/" + route.at("/metadata/name").asText();
  }
}
