package io.meshtwin.simulator.diff;

import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Over an alphabet that has one of every kind of request that rules of its words can tell apart,
 * trying all requests finds exactly the differences that are reported.
 */
class BruteForceTest {
  private static final int MESHES = 100;

  private static final List<String> METHODS = List.of("GET", "POST", "PUT");
  private static final List<String> PREFIXES = List.of("/a", "/a/b", "/b");
  private static final List<String> EXPRESSIONS = List.of("/a.*", "/(a|b)/x", "/b/[0-9]+", ".*/1");
  private static final List<String> PATHS =
      List.of(
          "/",
          "/x",
          "/a",
          "/ax",
          "/a/x",
          "/a/b",
          "/a/bx",
          "/a/b/x",
          "/b",
          "/b/x",
          "/b/1",
          "/b/2",
          "/1",
          "/a/1",
          "/a/b/1",
          "/ax/1",
          "/x/x",
          "/b/x/1",
          "/bx",
          "/a/b/x/1");

  private static final List<String> VALUES = List.of("", "one", "two", "x");

  /** A rule; what is empty is not asked for. */
  private record Rule(String kind, String path, String method, String header, String backend) {
    static Rule random(Random random) {
      int kind = random.nextInt(4);
      return new Rule(
          List.of("", "Exact", "PathPrefix", "RegularExpression").get(kind),
          any(kind == 3 ? EXPRESSIONS : PREFIXES, random),
          any(List.of("", "", "GET", "POST"), random),
          any(List.of("", "", "one", "two"), random),
          any(List.of("cart", "pay"), random));
    }

    String ofRoute() {
      var match = new ArrayList<String>();
      if (!kind.isEmpty()) {
        match.add("path: {type: '%s', value: '%s'}".formatted(kind, path));
      }
      if (!method.isEmpty()) {
        match.add("method: '%s'".formatted(method));
      }
      if (!header.isEmpty()) {
        match.add("headers: [{name: 'v', value: '%s'}]".formatted(header));
      }
      return "{matches: [{%s}], backendRefs: [{name: '%s', port: 80}]}"
          .formatted(String.join(", ", match), backend);
    }

    String ofVirtualService() {
      var match = new ArrayList<String>();
      switch (kind) {
        case "Exact" -> match.add("uri: {exact: '%s'}".formatted(path));
        case "PathPrefix" -> match.add("uri: {prefix: '%s'}".formatted(path));
        case "RegularExpression" -> match.add("uri: {regex: '%s'}".formatted(path));
        default -> match.add("uri: {prefix: '/'}");
      }
      if (!method.isEmpty()) {
        match.add("method: {exact: '%s'}".formatted(method));
      }
      if (!header.isEmpty()) {
        match.add("headers: {v: {exact: '%s'}}".formatted(header));
      }
      return "{match: [{%s}], route: [{destination: {host: '%s', port: {number: 80}}}]}"
          .formatted(String.join(", ", match), backend);
    }
  }

  private static String any(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void findsExactlyTheSameDifferences(Style style) {
    for (int i = 0; i < MESHES; i++) {
      long seed = Long.getLong("meshtwin.seed", new Random().nextLong());
      var random = new Random(seed);
      ResolvedMesh before = mesh(style, rules(random));
      ResolvedMesh after = mesh(style, rules(random));
      Preview preview = Differ.preview(before, after);
      assertThat(preview.unknown()).as("seed %d", seed).isZero();
      Set<String> reported =
          preview.differences().stream()
              .filter(difference -> difference.destination().toString().contains("cart"))
              .map(difference -> difference.key().substring(difference.key().indexOf("http ")))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(reported)
          .as("seed %d: %s", seed, witnesses(preview))
          .isEqualTo(tried(before, after));
    }
  }

  private static List<String> witnesses(Preview preview) {
    return preview.differences().stream()
        .flatMap(difference -> Stream.ofNullable(difference.changed()))
        .map(changed -> changed.witness().request().toString())
        .toList();
  }

  /** Each change of answer to some request. */
  private static Set<String> tried(ResolvedMesh before, ResolvedMesh after) {
    var was = new Simulator(before);
    var is = new Simulator(after);
    var found = new TreeSet<String>();
    for (String method : METHODS) {
      for (String path : PATHS) {
        for (String value : VALUES) {
          Call call = call(method, path, value);
          String one = key(was.decide(call));
          String other = key(is.decide(call));
          if (!one.equals(other)) {
            found.add(one + "\n" + other);
          }
        }
      }
    }
    return found;
  }

  private static String key(Decision decision) {
    return decision.entry() == null
        ? EffectKey.of(decision.effect())
        : EffectKey.of(decision.entry());
  }

  private static Call call(String method, String path, String value) {
    Headers headers = Headers.of(value.isEmpty() ? Map.of() : Map.of("v", value));
    var client = new Client.InMesh(ClientScope.of("shop"), "shop/client");
    var request = new Request(method, "http", "cart.shop", path, null, headers);
    return new Call(client, new Dial.ToHost("cart.shop", 80), Call.Protocol.HTTP, request);
  }

  /** Some rules, and one that takes the rest, so that each answer is a Service. */
  private static List<Rule> rules(Random random) {
    List<Rule> rules =
        IntStream.range(0, 1 + random.nextInt(5))
            .mapToObj(_ -> Rule.random(random))
            .collect(Collectors.toCollection(ArrayList::new));
    rules.add(new Rule("", "", "", "", "cart"));
    return rules;
  }

  private static ResolvedMesh mesh(Style style, List<Rule> rules) {
    String route =
        switch (style) {
          case SPEC -> Meshes.route("[" + joined(rules.stream().map(Rule::ofRoute).toList()) + "]");
          case ISTIO ->
              "{apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {name:"
                  + " 'cart', namespace: 'shop'}, spec: {hosts: ['cart'], http: ["
                  + joined(rules.stream().map(Rule::ofVirtualService).toList())
                  + "]}}";
        };
    return ResolvedMesh.of(
        Meshes.mesh(service("cart"), workload("cart"), service("pay"), workload("pay"), route)
            .image(),
        style.dialect());
  }

  private static String joined(List<String> rules) {
    return String.join(", ", rules);
  }
}
