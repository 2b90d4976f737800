package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Random filters of HTTPRoutes and GRPCRoutes, in combinations that the CRDs allow. */
final class RandomFilters {
  private final Dice dice;

  RandomFilters(Dice dice) {
    this.dice = dice;
  }

  /** On the way to backends. */
  void forwarding(ArrayNode filters, boolean http, boolean prefix) {
    if (dice.oneIn(5)) {
      modifier(filters, "RequestHeaderModifier", "requestHeaderModifier");
    }
    if (dice.oneIn(6)) {
      modifier(filters, "ResponseHeaderModifier", "responseHeaderModifier");
    }
    if (http && dice.oneIn(6)) {
      rewrite(filters, prefix);
    }
    if (dice.oneIn(7)) {
      mirror(filters);
    }
    if (dice.oneIn(20)) {
      mirror(filters);
    }
    if (http && dice.oneIn(12)) {
      cors(filters);
    }
  }

  void redirect(ArrayNode filters, boolean prefix) {
    ObjectNode redirect =
        filters.addObject().put("type", "RequestRedirect").putObject("requestRedirect");
    if (dice.oneIn(2)) {
      redirect.put("statusCode", (int) dice.any(301, 302, 303, 307, 308));
    }
    if (dice.oneIn(3)) {
      redirect.put("scheme", dice.any("http", "https"));
    }
    if (dice.oneIn(3)) {
      redirect.put("hostname", "moved.example.com");
    }
    if (dice.oneIn(4)) {
      redirect.put("port", (int) dice.any(80, 443, 8080));
    }
    if (dice.oneIn(3)) {
      path(redirect, prefix);
    }
  }

  void ofBackend(ObjectNode ref) {
    ArrayNode filters = ref.putArray("filters");
    if (dice.oneIn(2)) {
      modifier(filters, "RequestHeaderModifier", "requestHeaderModifier");
    } else {
      modifier(filters, "ResponseHeaderModifier", "responseHeaderModifier");
    }
  }

  private void modifier(ArrayNode filters, String type, String field) {
    ObjectNode modifier = filters.addObject().put("type", type).putObject(field);
    // A name stands in one list only: what two lists do to one header is not said anywhere.
    boolean request = type.startsWith("Request");
    String first = request ? "env" : "x-back";
    switch (dice.below(3)) {
      case 0 -> header(modifier.putArray("set"), dice.any(first, "X-Set"));
      case 1 -> header(modifier.putArray("add"), dice.any(first, "X-Add"));
      default -> modifier.putArray("remove").add(dice.any(first, "X-Back", "version"));
    }
    if (dice.oneIn(3) && !modifier.has("add")) {
      header(modifier.putArray("add"), "X-More");
    }
  }

  private void header(ArrayNode list, String name) {
    list.addObject().put("name", name).put("value", dice.any("one", "new", "a b", "x,y", "100%"));
  }

  private void rewrite(ArrayNode filters, boolean prefix) {
    ObjectNode rewrite = filters.addObject().put("type", "URLRewrite").putObject("urlRewrite");
    boolean path = dice.oneIn(2);
    if (path) {
      path(rewrite, prefix);
    }
    if (!path || dice.oneIn(2)) {
      rewrite.put("hostname", "inside.example.com");
    }
  }

  /** A prefix can be replaced only where one prefix alone is matched. */
  private void path(ObjectNode parent, boolean prefix) {
    ObjectNode path = parent.putObject("path");
    if (prefix && dice.oneIn(2)) {
      path.put("type", "ReplacePrefixMatch")
          .put("replacePrefixMatch", dice.any("/", "/new", "/new/", "/x/y", ""));
    } else {
      path.put("type", "ReplaceFullPath").put("replaceFullPath", dice.any("/full", "/", "/full/"));
    }
  }

  private void mirror(ArrayNode filters) {
    ObjectNode mirror = filters.addObject().put("type", "RequestMirror").putObject("requestMirror");
    new RandomBackends(dice).target(mirror.putObject("backendRef"));
    switch (dice.below(5)) {
      case 0 -> mirror.put("percent", (int) dice.any(0, 25, 50, 100));
      case 1 ->
          mirror
              .putObject("fraction")
              .put("numerator", 1)
              .put("denominator", (int) dice.any(1, 2, 4));
      default -> {
        // All of them.
      }
    }
  }

  private void cors(ArrayNode filters) {
    ObjectNode cors = filters.addObject().put("type", "CORS").putObject("cors");
    cors.putArray("allowOrigins")
        .add(dice.any("https://www.example.com", "https://*.example.com", "*"));
    if (dice.oneIn(2)) {
      cors.putArray("allowMethods").add("GET").add("PUT");
    }
    if (dice.oneIn(2)) {
      cors.putArray("allowHeaders").add("x-one");
    }
    if (dice.oneIn(3)) {
      cors.putArray("exposeHeaders").add("x-two");
    }
    if (dice.oneIn(3)) {
      cors.put("maxAge", 60);
    }
  }
}
