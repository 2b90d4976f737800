package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.CompiledListener;
import io.meshtwin.simulator.flow.CompiledRules;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one destination does for one client group: rulings in the order in which they are tried; the
 * last takes every request.
 *
 * @param http whether requests are read at all
 */
record Behaviour(List<Ruling> rulings, boolean http) {
  private static final Effect NO_RULE = new Effect.Respond(404, "no rule takes the request", "NR");

  /**
   * One rule, or what happens where none takes a request.
   *
   * @param match which requests
   * @param effect what is done
   * @param key the effect as a text
   * @param rule null for what is not a rule's
   */
  record Ruling(RouteMatch match, Effect effect, String key, @Nullable RouteRule rule) {
    static Ruling of(RouteMatch match, Effect effect, @Nullable RouteRule rule) {
      return new Ruling(match, effect, EffectKey.of(effect), rule);
    }
  }

  Behaviour {
    rulings = List.copyOf(rulings);
  }

  /** One effect for everything. */
  static Behaviour of(Effect effect, boolean http) {
    return new Behaviour(List.of(Ruling.of(RouteMatch.ANY, effect, null)), http);
  }

  /** What a listener does with requests to a host. */
  static Behaviour of(CompiledListener listener, String host) {
    Effect fixed = listener.effect();
    if (fixed != null) {
      return of(fixed, fixed instanceof Effect.Unknown);
    }
    CompiledRules rules = listener.host(host);
    var rulings = new ArrayList<Ruling>();
    if (rules != null) {
      rules
          .entries()
          .forEach(
              entry -> rulings.add(Ruling.of(entry.rule().match(), entry.effect(), entry.rule())));
    }
    boolean complete = !rulings.isEmpty() && rulings.getLast().match().equals(RouteMatch.ANY);
    if (!complete) {
      rulings.add(Ruling.of(RouteMatch.ANY, NO_RULE, null));
    }
    return new Behaviour(rulings, true);
  }

  List<RouteMatch> matches() {
    return rulings.stream().map(Ruling::match).toList();
  }

  /** The matches that are tried before a ruling. */
  List<RouteMatch> before(int ruling) {
    return rulings.subList(0, ruling).stream().map(Ruling::match).toList();
  }
}
