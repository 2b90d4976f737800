package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Random rules of HTTPRoutes over a small alphabet, so that they overlap. */
final class RandomRules {
  private static final List<String> PATHS =
      List.of("/", "/a", "/a/", "/a/b", "/ab", "/A", "/a//b", "/b/c", "/a%2Fb");
  private static final List<String> EXPRESSIONS = List.of("/a.*", "/[ab]+", "/a/[a-z]+", "/.*");
  private static final List<String> NAMES = List.of("env", "Version");
  private static final List<String> VALUES = List.of("one", "two", "");

  private final Random random;

  RandomRules(Random random) {
    this.random = random;
  }

  ObjectNode rule() {
    ObjectNode rule = JsonNodeFactory.instance.objectNode();
    int matches = random.nextInt(3);
    if (matches > 0) {
      ArrayNode list = rule.putArray("matches");
      for (int i = 0; i < matches; i++) {
        match(list.addObject());
      }
    }
    if (random.nextInt(8) == 0) {
      rule.putArray("filters")
          .addObject()
          .put("type", "RequestRedirect")
          .putObject("requestRedirect")
          .put("statusCode", random.nextBoolean() ? 301 : 302);
      return rule;
    }
    ArrayNode backends = rule.putArray("backendRefs");
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      backend(backends.addObject());
    }
    return rule;
  }

  private void match(ObjectNode match) {
    if (random.nextInt(4) > 0) {
      ObjectNode path = match.putObject("path");
      switch (random.nextInt(4)) {
        case 0 -> path.put("type", "Exact").put("value", any(PATHS));
        case 1 -> path.put("type", "RegularExpression").put("value", any(EXPRESSIONS));
        case 2 -> path.put("value", any(PATHS));
        default -> path.put("type", "PathPrefix").put("value", any(PATHS));
      }
    }
    if (random.nextInt(3) == 0) {
      match.put("method", random.nextBoolean() ? "GET" : "POST");
    }
    if (random.nextInt(3) == 0) {
      named(match.putArray("headers"));
    }
    if (random.nextInt(4) == 0) {
      named(match.putArray("queryParams"));
    }
  }

  private void named(ArrayNode list) {
    for (String name : NAMES) {
      if (random.nextBoolean()) {
        ObjectNode part = list.addObject().put("name", name);
        if (random.nextInt(3) == 0) {
          part.put("type", "RegularExpression").put("value", "t.*|one");
        } else {
          part.put("value", random.nextBoolean() ? "one" : "two");
        }
      }
    }
  }

  private void backend(ObjectNode ref) {
    ref.put("name", random.nextInt(5) == 0 ? "missing" : any(RandomMesh.SERVICES));
    ref.put("port", random.nextInt(8) == 0 ? 81 : 80);
    if (random.nextInt(3) == 0) {
      ref.put("namespace", any(RandomMesh.NAMESPACES));
    }
    if (random.nextBoolean()) {
      ref.put("weight", random.nextInt(4));
    }
  }

  String path() {
    return random.nextInt(4) == 0 ? any(PATHS) + "/z" : any(PATHS);
  }

  String value() {
    return any(VALUES);
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
