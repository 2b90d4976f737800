package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Who may enter, in {@link IstioMesh}: PeerAuthentications of every scope, RequestAuthentications
 * whose tokens say little, AuthorizationPolicies of every action that read identities, paths,
 * headers, ports, addresses of this machine and claims.
 */
final class IstioSecurity {
  private static final String ROOT = "istio-system";
  private static final String GROUP = "security.istio.io/v1";
  private static final List<String> ISSUERS = List.of("https://one.example", "https://two.example");

  private final Dice dice;
  private final IstioMesh mesh;

  IstioSecurity(Dice dice, IstioMesh mesh) {
    this.dice = dice;
    this.mesh = mesh;
  }

  void fill() {
    peers();
    int rules = dice.oneIn(2) ? 0 : 1 + dice.below(2);
    for (int i = 0; i < rules; i++) {
      tokens("t" + i);
    }
    int policies = dice.below(5);
    for (int i = 0; i < policies; i++) {
      policy("a" + i);
    }
  }

  private void peers() {
    if (!dice.oneIn(3)) {
      peer(ROOT, "default");
    }
    if (dice.oneIn(3)) {
      peer(dice.any(IstioMesh.NAMESPACES), "default");
    }
    if (dice.oneIn(3)) {
      ObjectNode spec = peer(dice.any(IstioMesh.NAMESPACES), "own");
      select(spec);
      if (dice.oneIn(2)) {
        String port = dice.any("80", "8080", "9000", "6060", "1234");
        spec.putObject("portLevelMtls").putObject(port).put("mode", mode());
      }
    }
  }

  private ObjectNode peer(String namespace, String name) {
    ObjectNode spec = object("PeerAuthentication", namespace, name).putObject("spec");
    spec.putObject("mtls").put("mode", mode());
    return spec;
  }

  private String mode() {
    return dice.any("STRICT", "STRICT", "PERMISSIVE", "PERMISSIVE", "DISABLE", "UNSET");
  }

  private void tokens(String name) {
    ObjectNode spec = object("RequestAuthentication", anywhere(), name).putObject("spec");
    if (dice.oneIn(2)) {
      select(spec);
    }
    ObjectNode rule = spec.putArray("jwtRules").addObject();
    rule.put("issuer", dice.any(ISSUERS)).put("jwksUri", "https://one.example/keys");
    if (dice.oneIn(3)) {
      rule.putArray("audiences").add("shop");
    }
    if (dice.oneIn(4)) {
      rule.putArray("fromHeaders").addObject().put("name", "x-token").put("prefix", "t ");
    }
    if (dice.oneIn(3)) {
      rule.put("forwardOriginalToken", true);
    }
    if (dice.oneIn(4)) {
      rule.putArray("outputClaimToHeaders").addObject().put("header", "x-sub").put("claim", "sub");
    }
  }

  private void policy(String name) {
    ObjectNode policy = object("AuthorizationPolicy", anywhere(), name);
    if (dice.oneIn(8)) {
      ((ObjectNode) policy.path("metadata"))
          .putObject("annotations")
          .put("istio.io/dry-run", "true");
    }
    ObjectNode spec = policy.putObject("spec");
    if (!dice.oneIn(3)) {
      select(spec);
    }
    String action = dice.any("ALLOW", "ALLOW", "ALLOW", "DENY", "DENY", "AUDIT", "CUSTOM");
    spec.put("action", action);
    if (action.equals("CUSTOM")) {
      spec.putObject("provider").put("name", "nobody");
    }
    ArrayNode rules = spec.putArray("rules");
    int count = dice.oneIn(6) && action.equals("ALLOW") ? 0 : 1 + dice.below(3);
    for (int i = 0; i < count; i++) {
      rule(rules.addObject(), action.equals("CUSTOM"));
    }
  }

  /**
   * @param custom whether only what a request shows may be read
   */
  private void rule(ObjectNode rule, boolean custom) {
    if (!custom && dice.oneIn(2)) {
      source(rule.putArray("from").addObject().putObject("source"));
    }
    if (!dice.oneIn(3)) {
      operation(rule.putArray("to").addObject().putObject("operation"));
    }
    if (!custom && dice.oneIn(3)) {
      condition(rule.putArray("when").addObject());
    }
  }

  private void source(ObjectNode source) {
    String namespace = dice.any("north", "east", "west", "no*");
    String account = "cluster.local/ns/north/sa/" + dice.any("web", "cart", "default");
    switch (dice.below(6)) {
      case 0 -> source.putArray("principals").add(dice.any("*", account, "*/sa/web"));
      case 1 -> source.putArray("notPrincipals").add(account);
      case 2 -> source.putArray("notNamespaces").add(namespace);
      case 3 -> source.putArray("requestPrincipals").add(dice.any("*", ISSUERS.getFirst() + "/*"));
      case 4 -> source.putArray("ipBlocks").add(dice.any("127.0.0.0/8", "10.0.0.0/8"));
      default -> source.putArray("namespaces").add(namespace);
    }
  }

  private void operation(ObjectNode operation) {
    if (!dice.oneIn(3)) {
      String field = dice.any("paths", "paths", "notPaths");
      operation.putArray(field).add(dice.any("/a*", "/a", "/b", "*", "*b", "/a/{*}"));
    }
    if (dice.oneIn(4)) {
      operation.putArray(dice.any("methods", "notMethods")).add(dice.any("GET", "POST"));
    }
    if (dice.oneIn(5)) {
      operation.putArray("hosts").add(dice.any("cart*", "*.north", "pay.east"));
    }
    if (dice.oneIn(4) || operation.isEmpty()) {
      operation.putArray(dice.any("ports", "notPorts")).add(dice.any("80", "9000", "8080"));
    }
  }

  private void condition(ObjectNode condition) {
    String key =
        dice.any(
            "request.headers[env]",
            "request.auth.claims[sub]",
            "request.auth.audiences",
            "source.principal",
            "destination.port");
    String value =
        switch (key) {
          case "source.principal" -> "cluster.local/ns/east/*";
          case "destination.port" -> dice.any("80", "8080");
          case "request.auth.audiences" -> "shop";
          default -> dice.any("one", "t*", "*");
        };
    condition.put("key", key).putArray(dice.any("values", "values", "notValues")).add(value);
  }

  private void select(ObjectNode spec) {
    spec.putObject("selector")
        .putObject("matchLabels")
        .put("app", dice.any("cart", "cart", "pay", "wire", "nobody"));
  }

  private String anywhere() {
    return dice.oneIn(6) ? ROOT : dice.any(IstioMesh.NAMESPACES);
  }

  private ObjectNode object(String kind, String namespace, String name) {
    return mesh.aged(mesh.object(GROUP, kind, namespace, name));
  }
}
