package io.meshtwin.ingest.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the watch of one kind stands.
 *
 * @param kind as {@code kubectl} names it: {@code HTTPRoute.gateway.networking.k8s.io}
 * @param phase where it is
 * @param since when it came there
 * @param lastEvent when the API server last said anything about the kind, null for never
 * @param detail what is wrong and what follows, empty when all is well
 */
public record WatchState(
    String kind, Phase phase, Instant since, @Nullable Instant lastEvent, String detail) {

  /** Where a watch is. */
  public enum Phase {
    /** Not yet listed. */
    STARTING,
    /** Every change arrives as it happens. */
    CONNECTED,
    /** The API server does not answer, or the log takes nothing; trying again. */
    DISCONNECTED,
    /** The API server does not serve the kind; picked up when it does. */
    ABSENT,
    /** The credentials do not allow to list or watch the kind; trying again. */
    FORBIDDEN
  }

  WatchState at(Phase next, Instant now, String nextDetail) {
    return new WatchState(kind, next, phase == next ? since : now, lastEvent, nextDetail);
  }

  WatchState heard(Instant now) {
    return new WatchState(kind, phase, since, now, detail);
  }
}
