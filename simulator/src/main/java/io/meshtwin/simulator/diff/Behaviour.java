package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.CompiledChain;
import io.meshtwin.simulator.flow.CompiledRules;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.twin.routing.Cors;
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
 * @param names the domains by which requests come there
 */
record Behaviour(List<Ruling> rulings, boolean http, HostSpace.Names names) {
  /**
   * One rule, or what happens where none takes a request.
   *
   * @param match which requests
   * @param effect what is done
   * @param key the effect as a text
   * @param entry null for what is not a rule's
   */
  record Ruling(RouteMatch match, Effect effect, String key, CompiledRules.@Nullable Entry entry) {
    static Ruling of(RouteMatch match, CompiledRules.Entry entry) {
      return new Ruling(match, entry.effect(), EffectKey.of(entry), entry);
    }

    /** What is no rule's. */
    static Ruling of(Effect effect) {
      return new Ruling(RouteMatch.ANY, effect, EffectKey.of(effect), null);
    }

    @Nullable RouteRule rule() {
      return entry == null ? null : entry.rule();
    }

    /** What it makes of paths. */
    List<SentPaths.Rewrite> rewrites() {
      return SentPaths.Rewrite.of(match, effect);
    }

    @Nullable Cors cors() {
      return entry == null || entry.cors() == null ? null : entry.cors().policy();
    }
  }

  Behaviour {
    rulings = List.copyOf(rulings);
  }

  /** One effect for everything. */
  static Behaviour of(Effect effect, boolean http) {
    return new Behaviour(List.of(Ruling.of(effect)), http, HostSpace.Names.NONE);
  }

  /** What a filter chain does with requests to a host. */
  static Behaviour of(CompiledChain chain, String host) {
    Effect fixed = chain.effect();
    if (fixed != null) {
      return of(fixed, fixed instanceof Effect.Unknown);
    }
    CompiledRules rules = chain.host(host);
    var rulings = new ArrayList<Ruling>();
    if (rules != null) {
      rules.entries().forEach(entry -> rulings.add(Ruling.of(entry.rule().match(), entry)));
    }
    boolean complete = !rulings.isEmpty() && rulings.getLast().match().equals(RouteMatch.ANY);
    if (!complete) {
      rulings.add(Ruling.of(CompiledRules.NO_RULE));
    }
    return new Behaviour(rulings, true, HostSpace.Names.of(chain, rules));
  }

  /** What rules make of paths. */
  List<SentPaths.Rewrite> rewrites() {
    return rulings.stream().flatMap(ruling -> ruling.rewrites().stream()).toList();
  }

  List<RouteMatch> matches() {
    return rulings.stream().map(Ruling::match).toList();
  }
}
