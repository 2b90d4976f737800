package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.HttpFilter;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Sending;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Mirror;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Retries;
import io.meshtwin.twin.routing.SessionPersistence;
import io.meshtwin.twin.routing.Timeouts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How rules send requests on: limits in time, retries, mirrors, sessions. */
final class Deliveries {
  private static final String ROOT = "/";

  private final Backends backends;
  private final RouteChoices choices;

  Deliveries(Backends backends, RouteChoices choices) {
    this.backends = backends;
    this.choices = choices;
  }

  Delivery of(HttpRules.Acting acting, RuleContent rule, List<HttpFilter.Mirror> mirrors) {
    Sending sending = rule.sending();
    return new Delivery(
        timeouts(sending),
        retries(sending.retry()),
        mirrors.stream().map(mirror -> mirror(acting, mirror)).toList(),
        choices.sessions() ? session(acting.route(), sending.session()) : null);
  }

  /** How requests are sent on where no rule says anything. */
  static Delivery byDefault(RouteChoices choices) {
    Retries retries = unasked(choices.retries());
    return retries == null ? Delivery.PLAIN : new Delivery(Timeouts.NONE, retries, List.of(), null);
  }

  private static @Nullable Retries unasked(RouteChoices.Retrying choice) {
    return choice.byDefault().isEmpty()
        ? null
        : new Retries(choice.attempts(), choice.byDefault(), List.of(), null);
  }

  private Timeouts timeouts(Sending sending) {
    boolean alone = sending.retry() == null && !choices.backendTimeoutAlone();
    boolean limited = sending.backendRequest() != null && !sending.backendRequest().isZero();
    return alone && limited
        ? new Timeouts(sending.backendRequest(), null)
        : new Timeouts(sending.request(), alone ? null : sending.backendRequest());
  }

  private @Nullable Retries retries(Sending.@Nullable Retry retry) {
    RouteChoices.Retrying choice = choices.retries();
    if (retry == null) {
      return unasked(choice);
    }
    var conditions = new ArrayList<>(choice.conditions());
    if (!retry.codes().isEmpty()) {
      conditions.add(RouteChoices.STATUSES);
    }
    Integer attempts = retry.attempts();
    return new Retries(
        attempts == null ? choice.attempts() : attempts,
        conditions,
        retry.codes(),
        retry.backoff());
  }

  /** A mirror whose backend is not valid gets nothing, and the request goes on all the same. */
  private Mirror mirror(HttpRules.Acting acting, HttpFilter.Mirror mirror) {
    Route route = acting.route();
    return new Mirror(
        backends.destination(route, mirror.backend(), acting.inMesh()),
        mirror.numerator(),
        mirror.denominator(),
        new Origin(route.key(), mirror.field(), route.metadata().source(mirror.field())));
  }

  private static @Nullable SessionPersistence session(
      Route route, Sending.@Nullable Session session) {
    if (session == null) {
      return null;
    }
    String name = session.name();
    return new SessionPersistence(
        session.header() ? SessionPersistence.Carrier.HEADER : SessionPersistence.Carrier.COOKIE,
        name == null ? "session-" + route.key().namespace() + "-" + route.key().name() : name,
        session.permanent() ? session.lifetime() : null);
  }

  /**
   * What of a session Envoy's stateful session filter cannot do, null for nothing: with several
   * backends the split is drawn before the session is looked at, though the session should win
   * (GEP-1619, traffic splitting); a session without a permanent cookie has no end; the cookie's
   * path is checked against the request's.
   */
  @Nullable String unkept(Sending.@Nullable Session session, int backends) {
    if (session == null || !choices.sessions()) {
      return null;
    }
    if (backends > 1) {
      return "session persistence over several backends";
    }
    if (session.lifetime() != null && !session.permanent()) {
      return "absoluteTimeout of a session without a permanent cookie";
    }
    return session.path().equals(ROOT) ? null : "a session cookie's path";
  }
}
