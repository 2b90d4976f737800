package io.meshtwin.simulator.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ValueMatch;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

/** The index against the loop over all rules. */
class RuleIndexTest {
  private static final List<String> PARTS =
      List.of("a", "b", "ab", "0", "x-y", "%2F", "a.b", "", "v1", "orders");
  private static final List<String> EXPRESSIONS =
      List.of(
          "/a/[a-z]+",
          "/a/.*",
          ".*",
          "/(a|b)/0?",
          "(?i)/A/b",
          "/v[0-9]/orders/[^/]+",
          "/a\\.b",
          "/a/\\bx.*",
          "^/ab/?$",
          "/.*/orders",
          "/a/(b|v1)*",
          "/[a-b]{1,2}/0",
          "/orders(/.*)?");

  @RepeatedTest(50)
  void theIndexFindsTheRuleThatTheLoopFinds() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var rules = IntStream.range(0, 8 + random.nextInt(60)).mapToObj(i -> rule(i, random)).toList();
    var host = new VirtualHost("any", List.of("*"), rules);
    var compiled = new CompiledRules(host, _ -> CompiledRules.NO_RULE);
    for (int n = 0; n < 300; n++) {
      Request request = request(random);
      assertThat(name(compiled.first(request)))
          .as("seed %d, %s", seed, request)
          .isEqualTo(name(compiled.inTurn(request)));
    }
  }

  private static @Nullable String name(CompiledRules.@Nullable Entry entry) {
    return entry == null ? null : entry.rule().name();
  }

  private static RouteRule rule(int number, Random random) {
    PathMatch path =
        switch (random.nextInt(5)) {
          case 0, 1 -> new PathMatch.Exact(path(random));
          case 2 -> new PathMatch.SegmentPrefix(path(random));
          case 3 -> new PathMatch.Prefix(path(random));
          default -> new PathMatch.Regex(EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size())));
        };
    List<ValueMatch.Named> headers =
        random.nextInt(3) > 0
            ? List.of()
            : List.of(new ValueMatch.Named("x", new ValueMatch.Exact("" + random.nextInt(2))));
    var match = new RouteMatch(path, random.nextInt(4) == 0 ? "POST" : null, headers, List.of());
    var key = new ResourceKey(ResourceKey.LOCAL, "", "Service", "shop", "cart");
    var respond = new RouteAction.Respond(200, "");
    var origin = new Origin(key, "", null);
    return new RouteRule("r" + number, match, respond, null, Precedence.ALONE, origin);
  }

  private static Request request(Random random) {
    Headers headers = Headers.of(Map.of("x", "" + random.nextInt(2)));
    String method = random.nextInt(4) == 0 ? "POST" : "GET";
    return new Request(method, "http", "cart", path(random), null, headers);
  }

  private static String path(Random random) {
    var path = new StringBuilder();
    for (int i = 0; i <= random.nextInt(4); i++) {
      path.append('/').append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return path.toString();
  }
}
