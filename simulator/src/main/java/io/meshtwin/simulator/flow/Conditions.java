package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.SessionPersistence;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a request makes its rule do something else than for others: a preflight, an upgrade, a
 * session that was begun before.
 */
final class Conditions {
  private final Effects effects;

  Conditions(Effects effects) {
    this.effects = effects;
  }

  /**
   * @param entry the rule that took the request
   * @param upgrade what the client wants to go on with, null for nothing
   */
  Effect effect(CompiledRules.Entry entry, Request request, @Nullable String upgrade) {
    Effect.Respond preflight = entry.cors() == null ? null : entry.cors().preflight(request);
    if (preflight != null) {
      return preflight;
    }
    if (!(entry.effect() instanceof Effect.Forward forward)) {
      return entry.effect();
    }
    Origin origin = entry.rule().origin();
    SessionPersistence session = forward.handling().session();
    if (session != null && carries(session, request) && hasChoice(forward)) {
      String reason = "which endpoint the session " + session.name() + " names is not modelled";
      return effects.unknown(List.of(new Caveat(reason, origin)));
    }
    return upgrade == null ? forward : upgraded(forward, origin);
  }

  /** Mirrors get no copy of what is no request any more (Envoy, RequestMirrorPolicy). */
  private Effect upgraded(Effect.Forward forward, Origin origin) {
    if (forward.shares().stream().anyMatch(share -> share.target().spoken() == Protocol.HTTP2)) {
      String reason = "an upgrade to a backend that speaks HTTP/2 is not modelled";
      return effects.unknown(List.of(new Caveat(reason, origin)));
    }
    return forward.with(List.of());
  }

  private static boolean hasChoice(Effect.Forward forward) {
    return forward.shares().stream().anyMatch(share -> share.endpoints().size() > 1);
  }

  private static boolean carries(SessionPersistence session, Request request) {
    return switch (session.carrier()) {
      case HEADER -> request.headers().values().containsKey(lower(session.name()));
      case COOKIE -> {
        String cookies = request.headers().joined("cookie");
        yield cookies != null
            && Arrays.stream(cookies.split("[;,]", -1))
                .anyMatch(cookie -> cookie.strip().startsWith(session.name() + "="));
      }
    };
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }
}
