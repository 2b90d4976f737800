package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One match of one rule of one HTTPRoute or GRPCRoute, with all that its precedence depends on.
 *
 * @param route the route
 * @param rule the rule
 * @param match the match
 * @param hostname by which the route took the request, empty in the mesh
 */
record SpecMatch(JsonNode route, JsonNode rule, JsonNode match, String hostname) {
  private static final String EXPRESSION = "RegularExpression";

  static List<SpecMatch> of(JsonNode route, String hostname) {
    var result = new ArrayList<SpecMatch>();
    JsonNode any = JsonNodeFactory.instance.objectNode();
    for (JsonNode rule : route.at("/spec/rules")) {
      JsonNode matches = rule.path("matches");
      if (matches.isEmpty()) {
        result.add(new SpecMatch(route, rule, any, hostname));
      }
      matches.forEach(match -> result.add(new SpecMatch(route, rule, match, hostname)));
    }
    return result;
  }

  boolean grpc() {
    return route.path("kind").asText().equals("GRPCRoute");
  }

  /** "Match: all conditions must be satisfied" (HTTPRouteMatch). */
  boolean takes(SpecRequest request, String path) {
    if (!takesNamed(match.path("headers"), request::header, true)) {
      return false;
    }
    if (grpc()) {
      return takesMethod(path);
    }
    return takesPath(path)
        && (!match.has("method") || match.path("method").asText().equals(request.method()))
        && takesNamed(match.path("queryParams"), request::parameter, false);
  }

  /** A gRPC method is called by POST to {@code /package.Service/Method}. */
  private boolean takesMethod(String path) {
    JsonNode method = match.path("method");
    if (method.isMissingNode()) {
      return true;
    }
    boolean expression = method.path("type").asText("Exact").equals(EXPRESSION);
    int slash = path.indexOf('/', 1);
    if (slash < 0) {
      return false;
    }
    return takesPart(method, "service", path.substring(1, slash), expression)
        && takesPart(method, "method", path.substring(slash + 1), expression);
  }

  private static boolean takesPart(JsonNode method, String name, String value, boolean expression) {
    if (!method.has(name)) {
      // Without a method every path below the service is taken, as gRPC's own paths are.
      return name.equals("method") || (!value.isEmpty() && !value.contains("/"));
    }
    String wanted = method.path(name).asText();
    return expression ? isLike(value, wanted) : value.equals(wanted);
  }

  private boolean takesPath(String path) {
    String value = match.at("/path/value").asText("/");
    return switch (pathType()) {
      case "Exact" -> path.equals(value);
      case EXPRESSION -> isLike(path, value);
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

  private static boolean takesNamed(
      JsonNode parts, Function<String, @Nullable String> given, boolean header) {
    var seen = new ArrayList<String>();
    for (JsonNode part : parts) {
      String name = part.path("name").asText();
      String key = header ? name.toLowerCase(Locale.ROOT) : name;
      if (seen.contains(key)) {
        continue; // "only the first entry with an equivalent name MUST be considered"
      }
      seen.add(key);
      String actual = given.apply(key);
      String wanted = part.path("value").asText();
      boolean regex = part.path("type").asText("Exact").equals(EXPRESSION);
      if (actual == null || !(regex ? isLike(actual, wanted) : actual.equals(wanted))) {
        return false;
      }
    }
    return true;
  }

  String pathType() {
    return grpc() ? "" : match.at("/path/type").asText("PathPrefix");
  }

  int pathLength() {
    return grpc() ? 0 : match.at("/path/value").asText("/").length();
  }

  int serviceLength() {
    return grpc() ? match.at("/method/service").asText("").length() : 0;
  }

  /** HTTP: whether there is one; gRPC: its characters. */
  int methodRank() {
    if (grpc()) {
      return match.at("/method/method").asText("").length();
    }
    return match.has("method") ? 1 : 0;
  }

  /** Envoy reads values and expressions byte by byte. */
  private static boolean isLike(String value, String expression) {
    return bytes(value).matches(bytes(expression));
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
