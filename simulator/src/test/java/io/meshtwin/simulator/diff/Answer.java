package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import java.util.stream.Stream;

/** What the plain simulator says of one request before and after. */
record Answer(RandomChange change, Decision was, Decision is) {
  /** Whether rules or a door decide otherwise. */
  boolean differs() {
    return !EffectKey.of(was).equals(EffectKey.of(is));
  }

  /** Whether the proxies of those who are asked on both sides let in otherwise. */
  boolean entersOtherwise() {
    return was.effect() instanceof Effect.Forward
        && is.effect() instanceof Effect.Forward
        && !entered().equals(entry(is, was));
  }

  private String entered() {
    return entry(was, is);
  }

  private static String entry(Decision decision, Decision other) {
    return new Entrance(decision.call(), decision, other).earlier();
  }

  /**
   * Whether a difference is of the request's destination and clients, and says what it comes to.
   */
  boolean isSaidBy(Difference difference) {
    return concerns(difference)
        && (isRuled(difference, ruled(was) + "\n" + ruled(is))
            || isRuled(difference, EffectKey.of(was) + "\n" + EffectKey.of(is))
            || isDoor(difference)
            || (isRefusedThroughout() && isRuledBy(difference))
            || (ruled(was).equals(ruled(is)) && isEntranceOf(difference)));
  }

  /** Endpoints refuse all of it before and after: that is not told beside what they let in. */
  private boolean isRefusedThroughout() {
    return Stream.of(was, is).allMatch(decision -> decision.verdict().refused() > 1 - 1e-9);
  }

  /** Whether a difference says what rules decide before and after. */
  boolean isRuledBy(Difference difference) {
    return concerns(difference) && difference.key().endsWith("\n" + ruled(was) + "\n" + ruled(is));
  }

  /** A class of rules, and what endpoints let in of it before and after. */
  private boolean isRuled(Difference difference, String rules) {
    return Stream.of(Entering.of(was, is).name(), "?")
        .anyMatch(entering -> difference.key().endsWith("\n" + entering + "\n" + rules));
  }

  /** A class of what a gateway's policies stop on one side: behind them rules go on to differ. */
  private boolean isDoor(Difference difference) {
    Difference.Outcome.Changed changed = difference.changed();
    return changed != null
        && stops(was) != stops(is)
        && alike(was.effect(), changed.before().effect())
        && alike(is.effect(), changed.after().effect());
  }

  /** A door's words are compared, and what nobody knows; of a rule only that it is asked. */
  private static boolean alike(Effect one, Effect other) {
    return endsThere(one) ? EffectKey.of(one).equals(EffectKey.of(other)) : !endsThere(other);
  }

  /** Whether no rule is asked: what a rule leaves unknown has passed the door. */
  private static boolean stops(Decision decision) {
    return endsThere(decision.effect())
        && (decision.entry() == null || !(decision.effect() instanceof Effect.Unknown));
  }

  private static boolean endsThere(Effect effect) {
    return effect instanceof Effect.Unknown
        || (effect instanceof Effect.Reject reject && reject.byPolicy());
  }

  /** Whether a difference says who lets it in before and after. */
  boolean isEntranceOf(Difference difference) {
    return concerns(difference) && difference.key().endsWith(entered() + "\n" + entry(is, was));
  }

  /** What the rule does that decides: the class that a difference is reported for. */
  private static String ruled(Decision decision) {
    return decision.entry() == null
        ? EffectKey.of(decision.effect())
        : EffectKey.of(decision.entry());
  }

  private boolean concerns(Difference difference) {
    Call call = is.call();
    return switch (difference.destination()) {
      case Destination.OfGateway there ->
          call.from() instanceof Client.AtGateway at
              && isServedWith(at.gateway(), there.gateway())
              && call.to().port() == there.port();
      case Destination.OfService there ->
          call.from() instanceof Client.InMesh client
              && call.to().port() == there.port().port()
              && difference.clients().scopes().stream().anyMatch(s -> near(s, client.scope()));
    };
  }

  /** Whether the same proxies serve both Gateways: then it is said of one of them. */
  @SuppressWarnings("ReferenceEquality") // equal listeners may be other proxies'
  private boolean isServedWith(ResourceKey one, ResourceKey other) {
    return Stream.of(change.before(), change.after())
        .allMatch(mesh -> mesh.gateway(one) == mesh.gateway(other));
  }

  /** Scopes of groups have the labels that either side reads. */
  private static boolean near(ClientScope one, ClientScope other) {
    return one.namespace().equals(other.namespace()) && one.meshed() == other.meshed();
  }
}
