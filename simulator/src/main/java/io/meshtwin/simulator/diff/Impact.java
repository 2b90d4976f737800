package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.twin.routing.Cors;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How much a difference matters, worst first. */
public enum Impact {
  /** Requests that were answered fail, more of them fail, or that cannot be excluded. */
  BREAKS,
  /** A policy protects less. */
  WEAKENS_SECURITY,
  /** Requests go elsewhere, or in other shares. */
  REROUTES,
  /** Requests or responses are changed otherwise on the way. */
  REWRITES,
  /** Limits in time. */
  TUNES,
  /** Requests that failed are answered. */
  WIDENS;

  private static final double EPSILON = 1e-9;

  static Impact of(Behaviour.Ruling before, Behaviour.Ruling after) {
    Impact impact = of(before.effect(), after.effect());
    boolean tuned = impact == TUNES;
    if (tuned && !Objects.equals(before.cors(), after.cors())) {
      return allowsMore(before.cors(), after.cors()) ? WEAKENS_SECURITY : REWRITES;
    }
    return impact;
  }

  /** Other origins' scripts: any of them, or with the user's credentials. */
  private static boolean allowsMore(@Nullable Cors before, @Nullable Cors after) {
    boolean all = after != null && after.allowsAll();
    boolean had = before != null && before.allowsAll();
    boolean credentials = after != null && after.credentials();
    return (all && !had) || (credentials && (before == null || !before.credentials()));
  }

  static Impact of(Effect before, Effect after) {
    double was = answered(before);
    double is = answered(after);
    if (before instanceof Effect.Unknown || after instanceof Effect.Unknown) {
      return worst(before, after, was > EPSILON, is > 1 - EPSILON);
    }
    if (before instanceof Effect.Passthrough || after instanceof Effect.Passthrough) {
      return ofPassthrough(before, after, was > EPSILON, is > EPSILON);
    }
    if (is < was - EPSILON) {
      return BREAKS;
    }
    if (before instanceof Effect.Reject && is > EPSILON) {
      return WEAKENS_SECURITY;
    }
    if (was < EPSILON && is > EPSILON) {
      return WIDENS;
    }
    if (before instanceof Effect.Forward a && after instanceof Effect.Forward b) {
      return ofForwards(a, b);
    }
    return REROUTES;
  }

  /** The worst that cannot be excluded where one side, or both, are not known. */
  private static Impact worst(Effect before, Effect after, boolean was, boolean allOf) {
    boolean both = before instanceof Effect.Unknown && after instanceof Effect.Unknown;
    boolean mayHave = before instanceof Effect.Unknown || before instanceof Effect.Passthrough;
    if (!both && (was || mayHave) && !allOf) {
      return BREAKS;
    }
    return before instanceof Effect.Reject ? WEAKENS_SECURITY : REROUTES;
  }

  /** Who answers outside the mesh, and whether anybody does, is not known. */
  private static Impact ofPassthrough(Effect before, Effect after, boolean was, boolean is) {
    if (before instanceof Effect.Passthrough) {
      return is || after instanceof Effect.Passthrough ? REROUTES : BREAKS;
    }
    return was ? BREAKS : WIDENS;
  }

  private static Impact ofForwards(Effect.Forward before, Effect.Forward after) {
    if (before.http() != after.http() || !destinations(before).equals(destinations(after))) {
      return REROUTES;
    }
    if (encrypted(before) && !encrypted(after)) {
      return WEAKENS_SECURITY;
    }
    Effect.Handling was = before.handling();
    Effect.Handling is = after.handling();
    if (!copies(was).equals(copies(is)) || !Objects.equals(was.session(), is.session())) {
      return REROUTES;
    }
    return changes(before).equals(changes(after)) ? TUNES : REWRITES;
  }

  /** Whether endpoints get the same requests in the same shares, or none on both sides. */
  static boolean leadsAlike(Effect.Forward before, Effect.Forward after) {
    return before.http() == after.http()
        && getsThrough(before) == getsThrough(after)
        && destinations(before).equals(destinations(after))
        && changes(before).equals(changes(after));
  }

  /** Whether a fault leaves any of it to the endpoints. */
  private static boolean getsThrough(Effect.Forward forward) {
    return forward.handling().passed() > 0;
  }

  private static Map<String, String> destinations(Effect.Forward forward) {
    var weights = new TreeMap<String, Double>();
    for (Share share : forward.shares()) {
      weights.merge(EffectKey.destination(share), share.weight(), Double::sum);
    }
    var result = new TreeMap<String, String>();
    weights.forEach((to, weight) -> result.put(to, EffectKey.fraction(weight)));
    return result;
  }

  private static List<String> copies(Effect.Handling handling) {
    return handling.copies().stream().map(EffectKey::copy).sorted().toList();
  }

  private static boolean encrypted(Effect.Forward forward) {
    return forward.shares().stream().anyMatch(Impact::encrypted);
  }

  private static boolean encrypted(Share share) {
    UpstreamTls tls = share.tls();
    return tls != null && share.endpoints().stream().anyMatch(tls::encrypts);
  }

  private static List<String> changes(Effect.Forward forward) {
    return forward.shares().stream().map(share -> share.changes() + " " + share.tls()).toList();
  }

  private static double answered(Effect effect) {
    return switch (effect) {
      case Effect.Forward forward -> forward.answered() * forward.handling().passed();
      case Effect.Redirect _ -> 1;
      case Effect.Respond respond -> respond.status() < 400 ? 1 : 0;
      case Effect.Reject _, Effect.Unreachable _, Effect.Passthrough _, Effect.Unknown _ -> 0;
    };
  }

  /** As the contract writes it: {@code weakens-security}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
