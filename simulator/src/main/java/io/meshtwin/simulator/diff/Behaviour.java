package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.CompiledChain;
import io.meshtwin.simulator.flow.CompiledRules;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.twin.routing.Cors;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one destination does for one client group: rulings in the order in which they are tried; the
 * last takes every request.
 *
 * @param http whether requests are read at all
 * @param names the domains by which requests come there
 */
record Behaviour(List<Ruling> rulings, boolean http, HostSpace.Names names) {
  /** One rule, or what happens where none takes a request. */
  static final class Ruling {
    private final RouteMatch match;
    private final Effect effect;
    private final CompiledRules.@Nullable Entry entry;
    private @Nullable String key;

    private Ruling(RouteMatch match, Effect effect, CompiledRules.@Nullable Entry entry) {
      this.match = match;
      this.effect = effect;
      this.entry = entry;
    }

    static Ruling of(RouteMatch match, CompiledRules.Entry entry) {
      return new Ruling(match, entry.effect(), entry);
    }

    /** What is no rule's. */
    static Ruling of(Effect effect) {
      return new Ruling(RouteMatch.ANY, effect, null);
    }

    /** Which requests. */
    RouteMatch match() {
      return match;
    }

    /** What is done. */
    Effect effect() {
      return effect;
    }

    /** Null for what is not a rule's. */
    CompiledRules.@Nullable Entry entry() {
      return entry;
    }

    /** What is done, as a text. */
    String key() {
      String known = key;
      if (known == null) {
        known = entry == null ? EffectKey.of(effect) : EffectKey.of(entry);
        key = known;
      }
      return known;
    }

    /** Whether the same is done; the texts are made only where it does not show at once. */
    boolean doesAs(Ruling other) {
      return (effect.equals(other.effect) && Objects.equals(cors(), other.cors()))
          || key().equals(other.key());
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
