package io.meshtwin.testkit.mesh;

import io.meshtwin.testkit.spec.SpecRequest;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Random requests on the boundaries of {@link RandomMesh}'s rules. */
public final class RandomRequests {
  private static final List<String> HOSTS =
      List.of("a.example.com", "b.example.com", "x.a.example.com", "other.org");
  private static final List<String> METHODS = List.of("GET", "POST", "DELETE");

  private RandomRequests() {}

  /** One request, from a client in the mesh or through the Gateway. */
  public static SpecRequest next(Random random) {
    var rules = new RandomRules(random);
    boolean gateway = random.nextInt(3) == 0;
    String service = any(random, RandomMesh.NAMESPACES) + "/" + any(random, RandomMesh.SERVICES);
    return new SpecRequest(
        gateway ? "gateway " + RandomMesh.GATEWAY : any(random, RandomMesh.NAMESPACES),
        gateway ? any(random, HOSTS) : service,
        80,
        any(random, METHODS),
        rules.path(),
        named(random, rules, "env", "Version"),
        named(random, rules, "env", "version"));
  }

  private static Map<String, String> named(Random random, RandomRules rules, String... names) {
    var result = new TreeMap<String, String>();
    for (String name : names) {
      if (random.nextBoolean()) {
        result.put(name, rules.value());
      }
    }
    return result;
  }

  private static String any(Random random, List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
