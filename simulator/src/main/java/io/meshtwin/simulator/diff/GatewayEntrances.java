package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.CompiledChain;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.access.AccessFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what a gateway's own policies let in, before and after: one request of every class that
 * they tell apart is simulated on both sides. Done only where they changed.
 */
final class GatewayEntrances {
  private final Simulator before;
  private final Simulator after;
  private final Causes causes;
  private final EntranceDifferences told;
  private int equal;

  GatewayEntrances(Simulator before, Simulator after, Causes causes) {
    this.before = before;
    this.after = after;
    this.causes = causes;
    this.told = new EntranceDifferences(causes);
  }

  /** Classes that nothing changes for. */
  int equal() {
    return equal;
  }

  List<Difference> of(GatewayPlace place) {
    Call probe = place.call(Calls.ANYTHING, true);
    CompiledChain was = before.reached(probe).chain();
    CompiledChain is = after.reached(probe).chain();
    if (was == null || is == null || key(was).equals(key(is))) {
      return List.of();
    }
    boolean http = was.effect() == null || is.effect() == null;
    List<RouteMatch> tests = http ? tests(place) : List.of();
    RequestClasses classes =
        RequestClasses.of(tests, List.of(place.space(before, after, tests).region()), "gateway");
    boolean same = sameRules(place);
    Map<String, Found> found = new LinkedHashMap<>();
    for (Point point : classes.points()) {
      for (Call call : place.calls(point, http)) {
        compare(call, same, found);
      }
    }
    var result = new ArrayList<Difference>();
    found.values().forEach(one -> result.add(difference(place, one)));
    for (String reason : classes.unsure(place.visitors().tokens())) {
      result.add(told.undecided(place.clients(), place.destination(), reason));
    }
    return result;
  }

  /** What the policies read, and the rules of the host that read what a token says. */
  private List<RouteMatch> tests(GatewayPlace place) {
    Set<RouteMatch> tests = new LinkedHashSet<>(place.visitors().atoms().tests());
    for (Simulator simulator : List.of(before, after)) {
      for (Behaviour.Ruling ruling : place.behaviour(simulator).rulings()) {
        RouteRule rule = ruling.rule();
        boolean claims =
            ruling.match().headers().stream().anyMatch(named -> !named.claim().isEmpty());
        if (rule != null && claims) {
          tests.add(ruling.match());
        }
      }
    }
    return tests.stream().filter(test -> !test.equals(RouteMatch.ANY)).toList();
  }

  /** A class of requests, and how many more are answered alike. */
  private record Found(Call call, Decision was, Decision is, int more) {
    Found another() {
      return new Found(call, was, is, more + 1);
    }
  }

  /**
   * Decides a request on both sides.
   *
   * @param same whether the rules behind the door are the same: then what differs is the door's
   */
  private void compare(Call call, boolean same, Map<String, Found> found) {
    Decision was = before.decide(call);
    Decision is = after.decide(call);
    boolean door = same || isRefused(was) || isRefused(is);
    String one = EffectKey.of(was);
    String other = EffectKey.of(is);
    if (!door || one.equals(other)) {
      equal++;
      return;
    }
    found.merge(one + "\n->\n" + other, new Found(call, was, is, 0), (old, _) -> old.another());
  }

  private static boolean isRefused(Decision decision) {
    return decision.effect() instanceof Effect.Reject
        || decision.effect() instanceof Effect.Unknown;
  }

  /** Then what differs behind the door follows from the door. */
  private boolean sameRules(GatewayPlace place) {
    return keys(place.behaviour(before)).equals(keys(place.behaviour(after)));
  }

  private static List<String> keys(Behaviour behaviour) {
    return behaviour.rulings().stream().map(ruling -> ruling.match() + ruling.key()).toList();
  }

  private Difference difference(GatewayPlace place, Found one) {
    Set<ResourceKey> policies = new TreeSet<>();
    for (Decision decision : List.of(one.was(), one.is())) {
      CompiledChain chain = decision.chain();
      if (chain != null) {
        chain.chain().access().forEach(filter -> policies.addAll(rests(filter)));
      }
    }
    String words = words(place, one);
    return new Difference(
        place.clients(),
        place.destination(),
        words,
        Impact.of(one.was().effect(), one.is().effect()),
        Difference.Outcome.of(one.call(), one.was().verdict(), one.is().verdict()),
        causes.of(place.destination(), List.copyOf(policies)),
        String.join(
            "\n",
            place.destination().toString(),
            words,
            EffectKey.of(one.was()),
            EffectKey.of(one.is())));
  }

  private static String words(GatewayPlace place, Found one) {
    Call call = one.call();
    String opening = place.opening().words();
    String what =
        call.protocol().http()
            ? call.request().method() + " " + call.request().target()
            : "connections";
    var words = new StringBuilder(opening.isEmpty() ? "" : opening + ": ");
    words.append("who may enter: for example ").append(what);
    if (call.from() instanceof Client.AtGateway client && client.address() != null) {
      words.append(" from ").append(client.address());
    }
    if (call.from().caller().token() != null) {
      words.append(" with a token of ").append(call.from().caller().token().issuer());
    }
    if (one.more() > 0) {
      words.append(" (and ").append(one.more()).append(" classes more)");
    }
    return words.toString();
  }

  private static List<ResourceKey> rests(AccessFilter filter) {
    return filter instanceof AccessFilter.Tokens tokens
        ? tokens.rules().stream().map(rule -> rule.origin().resource()).toList()
        : filter.policies().stream().map(policy -> policy.origin().resource()).toList();
  }

  private static String key(CompiledChain chain) {
    return InboundKey.of(chain.chain().access()) + chain.reading().trustedHops();
  }
}
