package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What rules of random VirtualServices do. */
final class IstioActions {
  private final Dice dice;

  IstioActions(Dice dice) {
    this.dice = dice;
  }

  /**
   * @param prefix whether every match of the rule is by a path's prefix
   */
  void fill(ObjectNode rule, boolean prefix) {
    switch (dice.below(10)) {
      case 0 -> redirect(rule.putObject("redirect"), prefix);
      case 1 -> {
        ObjectNode response = rule.putObject("directResponse");
        response.put("status", (int) dice.any(200, 404, 418, 503));
        if (dice.oneIn(2)) {
          response.putObject("body").put("string", "said");
        }
      }
      default -> forward(rule);
    }
  }

  private void redirect(ObjectNode redirect, boolean prefix) {
    boolean replaced = prefix && dice.oneIn(3);
    if (replaced) {
      redirect.put("prefixRewrite", dice.any("/new", "/"));
    } else if (dice.oneIn(2)) {
      redirect.put("uri", dice.any("/moved", "/"));
    }
    if (dice.oneIn(2) || redirect.isEmpty()) {
      redirect.put("authority", "moved.example.com");
    }
    if (dice.oneIn(3)) {
      redirect.put("scheme", dice.any("http", "https"));
    }
    if (dice.oneIn(3)) {
      redirect.put("port", (int) dice.any(80, 443, 8443));
    } else if (dice.oneIn(4)) {
      redirect.put("derivePort", dice.any("FROM_PROTOCOL_DEFAULT", "FROM_REQUEST_PORT"));
    }
    if (dice.oneIn(2)) {
      redirect.put("redirectCode", (int) dice.any(301, 302, 303, 307, 308));
    }
  }

  private void forward(ObjectNode rule) {
    ArrayNode route = rule.putArray("route");
    int shares = dice.any(1, 1, 2, 3);
    for (int i = 0; i < shares; i++) {
      ObjectNode share = route.addObject();
      destination(share.putObject("destination"));
      if (shares > 1) {
        share.put("weight", i == 0 ? 1 + dice.below(3) : dice.below(4));
      }
      if (dice.oneIn(6)) {
        headers(share.putObject("headers"));
      }
    }
    if (dice.oneIn(5)) {
      rewrite(rule.putObject("rewrite"));
    }
    if (dice.oneIn(6)) {
      headers(rule.putObject("headers"));
    }
    if (dice.oneIn(8)) {
      rule.put("timeout", dice.any("500ms", "1s", "0s"));
    }
    if (dice.oneIn(8)) {
      ObjectNode retries = rule.putObject("retries").put("attempts", dice.below(3));
      if (retries.path("attempts").asInt() > 0) {
        retries.put("retryOn", dice.any("503", "5xx", "connect-failure,500"));
      }
    }
    if (dice.oneIn(10)) {
      fault(rule.putObject("fault"));
    }
    if (dice.oneIn(8)) {
      mirror(rule);
    }
    if (dice.oneIn(12)) {
      cors(rule.putObject("corsPolicy"));
    }
  }

  private void destination(ObjectNode destination) {
    String service = dice.any(IstioMesh.SERVICES);
    String namespace = dice.any("north", "north", "east", "west");
    destination.put(
        "host",
        switch (dice.below(12)) {
          case 0 -> service;
          case 1 -> "missing." + namespace + ".svc.cluster.local";
          case 2 -> dice.any(IstioMesh.OUTSIDE);
          default -> service + "." + namespace + ".svc.cluster.local";
        });
    if (dice.oneIn(3)) {
      destination.put("subset", dice.any("v1", "v2", "v3"));
    }
    if (!dice.oneIn(4)) {
      destination.putObject("port").put("number", (int) dice.any(80, 80, 8080));
    }
  }

  private void rewrite(ObjectNode rewrite) {
    switch (dice.below(3)) {
      case 0 -> rewrite.put("uri", dice.any("/new", "/", "/x/y"));
      case 1 ->
          rewrite
              .putObject("uriRegexRewrite")
              .put("match", dice.any("^/([^/]*)", "a"))
              .put("rewrite", dice.any("/new-\\1", "b").replace("\\1", ""));
      default -> rewrite.put("authority", "inside.example.com");
    }
  }

  private void headers(ObjectNode headers) {
    boolean request = dice.oneIn(2);
    ObjectNode operations = headers.putObject(request ? "request" : "response");
    switch (dice.below(3)) {
      case 0 -> operations.putObject("set").put(request ? "env" : "x-back", "new");
      case 1 -> operations.putObject("add").put("x-add", dice.any("one", "a b"));
      default -> operations.putArray("remove").add(request ? "version" : "x-back");
    }
  }

  private void fault(ObjectNode fault) {
    ObjectNode abort = fault.putObject("abort").put("httpStatus", (int) dice.any(400, 503));
    abort.putObject("percentage").put("value", (int) dice.any(100, 50, 0));
  }

  private void mirror(ObjectNode rule) {
    destination(rule.putObject("mirror"));
    if (dice.oneIn(2)) {
      rule.putObject("mirrorPercentage").put("value", (int) dice.any(0, 50, 100));
    }
  }

  private void cors(ObjectNode cors) {
    cors.putArray("allowOrigins").addObject().put("exact", "https://www.example.com");
    cors.putArray("allowMethods").add("GET").add("PUT");
  }
}
