package io.meshtwin.fidelity.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Random AuthorizationPolicies for one workload, and requests that they may tell apart. */
final class RandomPolicy {
  private static final List<String> PATHS =
      List.of("/", "/a", "/a*", "*/b", "/a/{*}/b", "/a/{**}", "/A", "*", "/x%20y", "/{*}", "/a.b");
  private static final List<String> METHODS = List.of("GET", "POST", "P*", "*ST", "*", "get");
  private static final List<String> HOSTS =
      List.of("cart.shop", "CART.shop", "cart.*", "*.shop", "*", "other.example");
  private static final List<String> HEADERS = List.of("one", "on*", "*ne", "*", "two,three");

  /** Envoy keeps one text of some of these, and each line of the others. */
  private static final List<String> NAMES =
      List.of("x-mark", "user-agent", "via", "accept", "accept-language", "warning", "x-user");

  private static final List<String> BLOCKS =
      List.of("127.0.0.1", "127.0.0.0/8", "10.0.0.0/8", "10.1.2.3", "::1");

  private RandomPolicy() {}

  /** One to four policies as YAML. */
  static String yaml(Random random) {
    var policies = new ArrayList<String>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      String action = random.nextBoolean() ? "ALLOW" : "DENY";
      String rules =
          java.util.stream.Stream.generate(() -> rule(random))
              .limit(1 + random.nextInt(3))
              .collect(Collectors.joining(", "));
      policies.add(
          """
          apiVersion: security.istio.io/v1
          kind: AuthorizationPolicy
          metadata: {name: p%d, namespace: shop}
          spec: {action: %s, rules: [%s]}
          """
              .formatted(i, action, rules));
    }
    return String.join("---\n", policies);
  }

  private static String rule(Random random) {
    var parts = new ArrayList<String>();
    if (random.nextInt(3) > 0) {
      parts.add(
          "to: ["
              + operation(random)
              + (random.nextBoolean() ? ", " + operation(random) : "")
              + "]");
    }
    if (random.nextInt(3) == 0) {
      String not = random.nextBoolean() ? "notIpBlocks" : "ipBlocks";
      parts.add("from: [{source: {" + not + ": [" + quoted(one(random, BLOCKS)) + "]}}]");
    }
    if (random.nextInt(3) == 0) {
      String not = random.nextBoolean() ? "notValues" : "values";
      parts.add(
          "when: [{key: 'request.headers[%s]', %s: [%s]}]"
              .formatted(name(random), not, quoted(one(random, HEADERS))));
    }
    if (random.nextInt(4) == 0) {
      parts.add("when: [{key: remote.ip, values: [" + quoted(one(random, BLOCKS)) + "]}]");
      parts.removeIf(part -> part.startsWith("when: [{key: 'request"));
    }
    return "{" + String.join(", ", parts) + "}";
  }

  private static String operation(Random random) {
    var fields = new ArrayList<String>();
    add(random, fields, "paths", "notPaths", PATHS);
    add(random, fields, "methods", "notMethods", METHODS);
    add(random, fields, "hosts", "notHosts", HOSTS);
    if (fields.isEmpty()) {
      fields.add("paths: ['/a']");
    }
    return "{operation: {" + String.join(", ", fields) + "}}";
  }

  private static void add(
      Random random, List<String> fields, String name, String not, List<String> values) {
    if (random.nextInt(2) == 0) {
      String field = random.nextInt(3) == 0 ? not : name;
      fields.add(
          "%s: [%s, %s]"
              .formatted(field, quoted(one(random, values)), quoted(one(random, values))));
    }
  }

  /**
   * A request's parts.
   *
   * @param name of a header
   * @param lines of that header, its values
   */
  record Asked(
      String method, String path, String host, String name, List<String> lines, String forwarded) {}

  static Asked request(Random random) {
    return new Asked(
        one(random, List.of("GET", "POST", "PUT")),
        one(
            random,
            List.of(
                "/", "/a", "/ab", "/a/b", "/a/x/b", "/a/x/y", "/A", "/x%20y", "/a.b?q=1", "/a/")),
        one(random, List.of("cart.shop", "Cart.Shop", "cart.shop:80", "other.example")),
        name(random),
        one(
            random,
            List.of(
                List.of(),
                List.of("one"),
                List.of("two,three"),
                List.of("two", "three"),
                List.of("x", "one"),
                List.of("none"))),
        one(random, List.of("", "10.1.2.3", "10.9.9.9, 127.0.0.1", "x, 10.1.2.3")));
  }

  /** Mostly the same, so that policies and requests meet. */
  private static String name(Random random) {
    return random.nextInt(3) > 0 ? NAMES.getFirst() : one(random, NAMES);
  }

  private static String quoted(String value) {
    return "'" + value + "'";
  }

  private static <T> T one(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
